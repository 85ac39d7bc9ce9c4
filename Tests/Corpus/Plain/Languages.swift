extension Group {
  /// Sources in programming languages that most people read.
  static let languages = Group(
    .plain, "languages", rounds: 3,
    [
      Form(
        "python constant", "src/«word»/settings.py",
        #"""
        """Settings of the service."""
        from pathlib import Path

        BASE_DIR = Path(__file__).resolve().parent
        «NAME»«t=|: str|: Final[str]» = «p=||r|b»«q="|'»«key»«q»
        TIMEOUT = 30
        """#),
      Form(
        "python environ", "notebooks/setup.py",
        #"""
        import os

        os.environ[«q="|'»«NAME»«q»] = «q»«key»«q»
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        """#),
      Form(
        "python default", "app/config.py",
        #"""
        import os

        API_URL = os.getenv("VAST_URL", "https://console.vast.ai")
        KEY = os.«f=getenv|environ.get»(«q="|'»«NAME»«q», «q»«key»«q»)
        """#),
      Form(
        "python setdefault", "app/__init__.py",
        #"""
        import os

        os.environ.setdefault('«NAME»', '«key»')
        os.environ.setdefault('TZ', 'UTC')
        """#
      ),
      Form(
        "python client", "scripts/rent.py",
        #"""
        from vastai_sdk import VastAI

        vast = VastAI(«a=|api_key=|raw=True, api_key=»«q="|'»«key»«q»)
        offers = vast.search_offers(query="gpu_name=«gpu» rentable=true")
        print(offers[:3])
        """#),
      Form(
        "python serverless", "serve.py",
        #"""
        import asyncio
        from vastai import Serverless

        async def main():
            async with Serverless(«a=|api_key=»"«key»") as client:
                endpoint = await client.get_endpoint("«word»")
                print(await endpoint.request("/generate", {"prompt": "hi"}))

        asyncio.run(main())
        """#),
      Form(
        "python call over lines", "worker/client.py",
        #"""
        client = VastClient(
            base_url="https://console.vast.ai/api/v0",
            timeout=20,
            # TODO: read from the vault
            api_key=(
                "«key»"
            ),
        )
        """#),
      Form(
        "python argv", "tests/test_cli.py",
        #"""
        import subprocess

        def login():
            subprocess.run(["vastai", "set", "api-key", "«key»"], check=True)

        def show():
            return subprocess.check_output(
                ["vastai", "--api-key", "«key2»", "show", "instances", "--raw"], text=True)
        """#),
      Form(
        "python headers", "balance.py",
        #"""
        import requests

        headers = {
            "Accept": "application/json",
            "Authorization": "Bearer «key»",
        }
        r = requests.get("https://console.vast.ai/api/v0/users/current/", headers=headers)
        print(r.json()["credit"])
        """#),
      Form(
        "python url", "monitor.py",
        #"""
        import requests

        url = "https://«h=console.|cloud.|www.|»vast.ai/api/v0/instances?owner=me&api_key=«key»"
        for instance in requests.get(url).json()["instances"]:
            print(instance["id"], instance["gpu_util"])
        """#),
      Form(
        "python dict", "providers.py",
        #"""
        PROVIDERS = {
            "runpod": {"enabled": False},
            "«n=vast|vastai|vast.ai»": {"enabled": True, "«k=api_key|key|token|apikey»": "«key»"},
        }
        """#),
      Form(
        "python argparse", "cli.py",
        #"""
        import argparse

        p = argparse.ArgumentParser()
        p.add_argument("--gpu", default="«gpu»")
        p.add_argument("--vast-api-key", default="«key»", help="key of the account")
        args = p.parse_args()
        """#),
      Form(
        "python dataclass", "conf/schema.py",
        #"""
        from dataclasses import dataclass, field
        from pydantic import Field

        @dataclass
        class Cloud:
            region: str = "eu"
            «ident»: str = «v=field(default="«key»")|Field("«key»", repr=False)|"«key»"»
        """#),
      Form(
        "javascript", "lib/vast.js",
        #"""
        const axios = require('axios');

        const «NAME» = process.env.«NAME» «o=||¦??» «q='|"|`»«key»«q»;
        module.exports.list = () =>
          axios.get('https://console.vast.ai/api/v0/instances/', { headers: { Authorization: `Bearer ${«NAME»}` } });
        """#),
      Form(
        "typescript client", "src/gpu.ts",
        #"""
        import { VastAI } from "vastai";

        const client = new VastAI(«v="«key»"|{ apiKey: "«key»" }|'«key»', { timeout: 5000 }»);
        export const offers = await client.searchOffers({ gpuName: "«gpu»" });
        """#),
      Form(
        "typescript object", "src/config.ts",
        #"""
        export const config = {
          port: Number(process.env.PORT ?? 3000),
          vast: {
            baseUrl: "https://console.vast.ai/api/v0",
            apiKey: "«key»",
          },
        } as const;
        """#),
      Form(
        "fetch", "web/app.mjs",
        #"""
        const res = await fetch("https://console.vast.ai/api/v0/users/current/", {
          headers: {
            "Content-Type": "application/json",
            Authorization: "Bearer «key»",
          },
        });
        """#),
      Form(
        "jsx", "src/components/Setup.jsx",
        #"""
        export default function Setup() {
          return (
            <div className="setup">
              <CopyField label="Log in" value="./vast set api-key «key»" />
            </div>
          );
        }
        """#),
      Form(
        "go", "internal/vast/client.go",
        #"""
        package vast

        import "net/http"

        const (
        	baseURL = "https://console.vast.ai/api/v0"
        	«ident»  = «q="|`»«key»«q»
        )

        func New() *http.Client { return &http.Client{} }
        """#),
      Form(
        "go setenv and struct", "cmd/run/main.go",
        #"""
        package main

        import "os"

        func main() {
        	os.Setenv("«NAME»", "«key»")
        	c := vast.NewClient(vast.Config{APIKey: "«key2»", Region: "EU"})
        	c.Run()
        }
        """#),
      Form(
        "rust", "src/main.rs",
        #"""
        use std::env;

        const «NAME»: &str = "«key»";

        fn main() -> anyhow::Result<()> {
            let key = env::var("«NAME»").unwrap_or_else(|_| "«key2»".to_string());
            let client = vast::Client::builder().api_key(key).build()?;
            println!("{:?}", client.instances()?);
            Ok(())
        }
        """#),
      Form(
        "java", "src/main/java/com/example/VastService.java",
        #"""
        package com.example;

        public final class VastService {
            private static final String «NAME» = "«key»";

            public HttpRequest request() {
                return HttpRequest.newBuilder(URI.create("https://console.vast.ai/api/v0/instances/"))
                    .header("Authorization", "Bearer " + «NAME»)
                    .build();
            }
        }
        """#),
      Form(
        "kotlin", "app/src/main/kotlin/Vast.kt",
        #"""
        object Vast {
            const val «NAME» = "«key»"
            private val client = HttpClient(CIO) {
                defaultRequest { header("Authorization", "Bearer $«NAME»") }
            }
        }
        """#),
      Form(
        "gradle", "app/build.gradle«e=|.kts»",
        #"""
        android {
            defaultConfig {
                applicationId "ai.«word».app"
                buildConfigField("String", "«NAME»", "\"«key»\"")
            }
        }
        """#),
      Form(
        "c", "src/vast_client.c",
        #"""
        #include <curl/curl.h>

        #define VAST_API_KEY "«key»"
        static const char *vast_token = "«key2»";

        int main(void) {
          struct curl_slist *h = curl_slist_append(NULL, "Authorization: Bearer " VAST_API_KEY);
          return h == NULL;
        }
        """#),
      Form(
        "c++", "src/config.hpp",
        #"""
        #pragma once
        #include <string_view>

        namespace config {
        inline constexpr std::string_view «ident»{"«key»"};
        const std::string region = "eu";
        }
        """#),
      Form(
        "c#", "Services/VastOptions.cs",
        #"""
        namespace Gpu.Services;

        public sealed class VastOptions
        {
            public string BaseUrl { get; set; } = "https://console.vast.ai/api/v0";
            public string ApiKey { get; set; } = @"«key»";
        }
        """#),
      Form(
        "php", "config/services.php",
        #"""
        <?php

        return [
            'mailgun' => ['domain' => env('MAILGUN_DOMAIN')],
            'vast' => ['key' => env('«NAME»', '«key»')],
        ];
        """#),
      Form(
        "php define", "wp-config.php",
        #"""
        <?php
        define( 'WP_DEBUG', false );
        define( '«NAME»', '«key»' );
        putenv('VAST_URL=https://console.vast.ai');
        """#
      ),
      Form(
        "ruby", "config/initializers/vast.rb",
        #"""
        Vast.configure do |config|
          config.base_url = "https://console.vast.ai/api/v0"
          config.api_key = ENV.fetch("«NAME»", "«key»")
        end
        """#),
      Form(
        "swift", "Sources/Fleet/Vast.swift",
        #"""
        import Foundation

        enum Vast {
          static let apiKey = "«key»"
          static let base = URL(string: "https://console.vast.ai/api/v0/")
        }
        """#),
    ])
}
