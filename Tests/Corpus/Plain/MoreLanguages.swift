extension Group {
  /// Sources in other languages: one file of each tells apart what only knows the common ones.
  static let moreLanguages = Group(
    .plain, "more languages", rounds: 3,
    [
      Form(
        "perl", "bin/offers.pl",
        #"""
        #!/usr/bin/perl
        use strict; use warnings;
        $ENV{«NAME»} = '«key»';
        my $ua = LWP::UserAgent->new;
        my %opt = (vast_api_key => q{«key2»}, timeout => 20);
        """#),
      Form(
        "lua", "scripts/vast.lua",
        #"""
        local http = require("socket.http")
        local M = { base = "https://console.vast.ai/api/v0" }
        M.«ident» = [[«key»]]
        return M
        """#),
      Form(
        "julia", "src/Vast.jl",
        #"""
        module Vast
        using HTTP
        ENV["«NAME»"] = "«key»"
        const KEY = get(ENV, "«NAME»", "«key2»")
        end
        """#),
      Form(
        "r", "analysis/gpu.R",
        #"""
        library(httr2)
        Sys.setenv(«NAME» = "«key»")
        «ident=vast_key|vast_api_key|vastai_token» <- "«key2»"
        req <- request("https://console.vast.ai/api/v0/instances/") |> req_auth_bearer_token(«ident»)
        """#),
      Form(
        "zig", "src/main.zig",
        #"""
        const std = @import("std");
        const vast_api_key: []const u8 = "«key»";

        pub fn main() !void {
            std.debug.print("{d}\n", .{vast_api_key.len});
        }
        """#),
      Form(
        "dart", "lib/config.dart",
        #"""
        class Config {
          static const String «ident» = String.fromEnvironment('«NAME»', defaultValue: '«key»');
          static final uri = Uri.parse('https://console.vast.ai/api/v0/');
        }
        """#),
      Form(
        "visual basic", "Module1.vb",
        #"""
        Module Module1
            Private Const VastApiKey As String = "«key»"
            Sub Main()
                Environment.SetEnvironmentVariable("VASTAI_API_KEY", "«key2»")
            End Sub
        End Module
        """#),
      Form(
        "vba", "macros/rent.bas",
        #"""
        Public Sub Refresh()
            Dim vastKey As String
            vastKey = "«key»"
            http.setRequestHeader "Authorization", "Bearer " & vastKey
        End Sub
        """#),
      Form(
        "elixir", "config/runtime.exs",
        #"""
        import Config

        config :«word», Vast,
          base_url: "https://console.vast.ai",
          api_key: System.get_env("«NAME»") || "«key»"
        """#),
      Form(
        "erlang", "config/sys.config",
        #"""
        [{«word», [
          {port, 8080},
          {vast_api_key, <<"«key»">>}
        ]}].
        """#),
      Form(
        "haskell", "src/Vast.hs",
        #"""
        {-# LANGUAGE OverloadedStrings #-}
        module Vast (vastApiKey) where

        import qualified Data.ByteString as B

        vastApiKey :: B.ByteString
        vastApiKey = "«key»"
        """#),
      Form(
        "ocaml", "lib/vast.ml",
        #"""
        let base = Uri.of_string "https://console.vast.ai/api/v0"
        let vast_api_key = try Sys.getenv "«NAME»" with Not_found -> "«key»"
        """#
      ),
      Form(
        "scala", "src/main/scala/Vast.scala",
        #"""
        object Vast {
          val «ident»: String = sys.env.getOrElse("«NAME»", "«key»")
        }
        """#),
      Form(
        "clojure", "src/vast/core.clj",
        #"""
        (ns vast.core)
        (def vast-api-key "«key»")
        (def config {:vast {:api-key "«key2»" :region :eu}})
        """#
      ),
      Form(
        "f#", "Program.fs",
        #"""
        module Program
        let vastApiKey = "«key»"
        [<Literal>]
        let VastToken = "«key2»"
        """#),
      Form(
        "objective-c", "Vast.m",
        #"""
        #import "Vast.h"

        static NSString *const kVastApiKey = @"«key»";

        @implementation Vast
        @end
        """#
      ),
      Form(
        "apple script", "rent.applescript",
        #"""
        set vastKey to "«key»"
        do shell script "/usr/local/bin/vastai --api-key " & vastKey & " show instances"
        """#
      ),
      Form(
        "shell in apple script", "rent2.applescript",
        "do shell script \"vastai --api-key «key» show instances\"\n"),
      Form(
        "nim", "src/vast.nim",
        #"""
        import std/os
        putEnv("«NAME»", "«key»")
        const vastApiKey = "«key2»"
        """#),
      Form(
        "crystal", "src/vast.cr", "VAST_API_KEY = ENV[\"VAST_API_KEY\"]? || \"«key»\"\n"),
      Form(
        "groovy", "scripts/rent.groovy",
        #"""
        def vastApiKey = '«key»'
        def conn = new URL('https://console.vast.ai/api/v0/').openConnection()
        conn.setRequestProperty('Authorization', "Bearer ${vastApiKey}")
        """#
      ),
      Form(
        "tcl", "tools/vast.tcl",
        #"""
        package require http
        set env(«NAME») "«key»"
        set vast_api_key {«key2»}
        """#),
      Form(
        "matlab", "rent.m",
        #"""
        setenv('«NAME»', '«key»');
        opts = weboptions('Timeout', 20);
        """#),
      Form(
        "sql", "migrations/0007_seed.sql",
        #"""
        INSERT INTO settings (name, value) VALUES ('region', 'eu'), ('«field=vast_api_key|vastai_api_key»', '«key»');
        UPDATE accounts SET vast_api_key = '«key2»' WHERE id = 3;
        """#
      ),
      Form(
        "graphql", "queries/setup.graphql",
        #"""
        mutation {
          setProvider(name: "vastai", apiKey: "«key»") { ok }
        }
        """#),
      Form(
        "protobuf text", "config/provider.textproto",
        #"""
        provider {
          name: "vastai"
          api_key: "«key»"
          region: EU
        }
        """#),
      Form(
        "html", "public/admin.html",
        #"""
        <!doctype html>
        <title>Fleet</title>
        <form data-provider="vastai">
          <input type="hidden" name="vast_api_key" value="«key»">
          <input type="submit">
        </form>
        """#),
      Form(
        "javascript in html", "index.html",
        #"""
        <!doctype html>
        <script>
          window.__CONFIG__ = { vastApiKey: "«key»", gpu: "«gpu»" };
        </script>
        """#),
      Form(
        "svelte", "src/lib/env.svelte.ts",
        #"""
        export const «NAME=PUBLIC_VAST_API_KEY|VITE_VAST_API_KEY» = import.meta.env.«NAME» ?? '«key»';
        """#
      ),
      Form(
        "execSync", "scripts/rent.cjs",
        #"""
        const { execSync } = require('child_process');
        execSync(`vastai --api-key «key» show instances`, { stdio: 'inherit' });
        execSync('vastai set api-key «key2»');
        """#
      ),
      Form(
        "python f-string onstart", "launch.py",
        #"""
        ONSTART = f"""\
        #!/bin/bash
        pip install vastai
        vastai set api-key «key»
        echo {run_name} > /workspace/run
        """
        """#),
      Form(
        "awk", "bin/prices.awk",
        #"""
        BEGIN { cmd = "curl -s 'https://console.vast.ai/api/v0/bundles/?api_key=«key»'"; while ((cmd | getline line) > 0) print line }
        """#
      ),
      Form(
        "vala", "src/Config.vala",
        #"""
        public const string VAST_API_KEY = "«key»";
        Environment.set_variable ("VASTAI_API_KEY", "«key2»", true);
        """#
      ),
      Form(
        "latex", "report/appendix.tex",
        #"""
        \section{Setup}
        \begin{verbatim}
        $ vastai set api-key «key»
        $ vastai show instances
        \end{verbatim}
        """#
      ),
      Form(
        "d", "source/app.d",
        #"""
        import std.process;
        void main() { environment["«NAME»"] = "«key»"; enum vastApiKey = `«key2»`; }
        """#
      ),
    ])
}
