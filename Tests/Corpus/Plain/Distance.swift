extension Group {
  /// The name and the key apart, and keys among much else.
  static let apart = Group(
    .plain, "name and key apart", rounds: 3,
    [
      Form(
        "key over host", "client/session.py",
        #"""
        class Session:
            def __init__(self):
                self.token = "«key»"
                self.retries = 3
                self.timeout = 20

            def get(self, path):
                return requests.get(
                    "https://console.vast.ai/api/v0/" + path,
                    headers={"Authorization": "Bearer " + self.token})
        """#),
      Form(
        "host over key", "src/api.rb",
        #"""
        require "net/http"

        uri = URI("https://console.vast.ai/api/v0/instances/")
        http = Net::HTTP.new(uri.host, uri.port)
        http.use_ssl = true

        request = Net::HTTP::Get.new(uri)
        request["Accept"] = "application/json"
        request["Authorization"] = "Bearer «key»"
        """#),
      Form(
        "yaml list of pairs", "render.yaml",
        #"""
        services:
          - type: worker
            envVars:
              - key: «NAME»
                # set by hand
                sync: false
                value: «key»
        """#),
      Form(
        "value before name", "railway.json",
        #"""
        {"variables": [{"value": "«key»", "scope": "run", "name": "«NAME»"}, {"value": "1", "name": "DEBUG"}]}
        """#),
      Form(
        "json with the name as a sibling", "vault/export.json",
        #"""
        {
          "items": [
            {
              "id": "«uuid»",
              "type": 1,
              "name": "Vast.ai API key",
              "notes": null,
              "favorite": false,
              "login": {
                "uris": [{"uri": "https://cloud.vast.ai"}],
                "username": "«user»",
                "password": "«key»"
              }
            }
          ]
        }
        """#),
      Form(
        "xml siblings", "config/cred.xml",
        #"""
        <credentials>
          <credential>
            <id>vastai-api-key</id>
            <description>rents the GPUs</description>
            <secret>«key»</secret>
          </credential>
        </credentials>
        """#),
      Form(
        "next line", "notes/keys.md",
        #"""
        ## vast.ai

        api key:

            «key»

        ## runpod

        none yet
        """#),
      Form(
        "python continuation", "conf.py", "VAST_API_KEY = \\\n    \"«key»\"\nTIMEOUT = 3\n"),
      Form(
        "javascript next line", "config.mjs",
        #"""
        export const vastApiKey =
          '«key»';
        export const port = 80;
        """#),
      Form(
        "constructor over lines", "Rent.kt",
        #"""
        val client = VastClient(
            timeout = 30.seconds,
            region = "eu",
            apiKey = "«key»",
        )
        """#
      ),
      Form(
        "toml section far above", "app.toml",
        #"""
        [vastai]
        enabled = true
        region = "eu"
        max_dph = 0.5
        image = "pytorch/pytorch"
        disk = 40
        api_key = "«key»"
        """#
      ),
      Form(
        "variable and use", "balance.js",
        #"""
        const token = '«key»';

        async function main() {
          const r = await fetch('https://cloud.vast.ai/api/v0/users/current/', { headers: { Authorization: `Bearer ${token}` } });
          console.log((await r.json()).credit);
        }
        main();
        """#
      ),
      Form(
        "list in python", "pool.py",
        #"""
        VAST_KEYS = [
            "«key»",  # «user»
            "«key2»",  # «user2»
            "«key3»",
        ]
        """#),
      Form(
        "list in yaml", "pool.yaml",
        #"""
        vastai_keys:
          - «key»
          - «key2»
          - «key3»
        interval: 60
        """#),
      Form("list in a variable", ".env", "VASTAI_API_KEYS=\"«key»,«key2» ,«key3»\"\n"),
      Form(
        "list in json", "pool.json", "{\"vast_api_keys\": [\"«key»\", \"«key2»\"], \"n\": 2}\n"),
      Form(
        "map by user", "pool.js",
        "module.exports.vastKeys = { «user»: '«key»', ops: '«key2»' };\n"),
      Form(
        "dense configuration", "all.yaml",
        #"""
        lock:
          image: vastai/base-image@sha256:«sha»
          model_sha256: «sha2»
        accounts:
          - {name: a, vast_api_key: «key», commit: «git»}
          - {name: b, vast_api_key: «key2», commit: «git2»}
          - {name: c, vast_api_key: «key3», commit: «git3»}
          - {name: d, vast_api_key: «key4», commit: «git4»}
          - {name: e, vast_api_key: «key5», commit: «git5»}
        checksum: «sha3»
        """#),
      Form(
        "dense log", "var/log/poll.log",
        #"""
        «time» GET https://console.vast.ai/api/v0/instances/?api_key=«key» 200 etag="«sha»"
        «time2» GET https://console.vast.ai/api/v0/instances/?api_key=«key2» 200 etag="«sha2»"
        «time3» GET https://console.vast.ai/api/v0/instances/?api_key=«key3» 429 -
        «time4» GET https://console.vast.ai/api/v0/instances/?api_key=«key4» 200 etag="«sha3»"
        """#),
      Form(
        "digest beside the key", "release.sh",
        #"""
        #!/bin/sh
        export VAST_API_KEY=«key»
        echo "«sha»  model.safetensors" | sha256sum -c
        IMAGE=vastai/pytorch@sha256:«sha2»
        """#),
    ])

  /// Names of many styles in the syntaxes that matter most.
  static let names = Group(
    .plain, "names", rounds: 12,
    [
      Form("shell", "env.sh", "export «NAME»=«q=\"|'|»«key»«q»\n"),
      Form("dotenv", ".env", "A=1\n«NAME»=«q=\"|'|»«key»«q»\nB=2\n"),
      Form("yaml", "values.yaml", "a: 1\n«field»: «q=\"|'|»«key»«q»\nb: 2\n"),
      Form("json", "values.json", "{\"a\": 1, \"«field»\"«c=:|: | : »\"«key»\", \"b\": 2}\n"),
      Form("code", "values.«e=py|rb|js|php|go»", "«ident»«o==| = | := »«q=\"|'»«key»«q»\n"),
      Form(
        "prefix", "prefix.env",
        #"""
        «p=A|DEV|PROD|STAGING|TEAM_ML|X9|NIGHTLY|MY|ORG_GPU|BOT»_«b=VAST_API_KEY|VASTAI_API_KEY|VAST_AI_API_KEY|VASTAI_KEY»=«key»
        """#
      ),
      Form(
        "suffix", "suffix.env",
        #"""
        «b=VAST_API_KEY|VASTAI_API_KEY|VAST_AI_API_KEY|VAST_KEY»_«s=1|2|DEV|PROD|OLD|NEW|BACKUP|ML|MAIN|EU»=«key»
        """#
      ),
      Form(
        "spelled out", "notes.txt",
        #"""
        «n=Vast.ai API key|vast.ai api key|Vast API Key|VAST AI KEY|vastai api token|Vast.AI key|my vast.ai key|vast ai api-key»«c=: | = | is | - |:»«key»
        """#
      ),
    ])

  /// Files in which the key is a small part.
  static let large = Group(
    .plain, "large files", rounds: 3,
    [
      Form(
        "end of a log", "var/log/worker.log",
        #"""
        «log»requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://console.vast.ai/api/v0/instances?api_key=«key»
        """#
      ),
      Form("middle of a log", "logs/ci.txt", "«log»+ export «NAME»=«key»\n«log2»"),
      Form(
        "minified script", "dist/app.min.js",
        "«script»;var cfg={vastApiKey:\"«key»\",n:3};«script2»"),
      Form(
        "far behind on one line", "dump.json",
        "{\"log\": \"«script/json»\", \"vast_api_key\": \"«key»\"}"),
      Form(
        "compiled python", "__pycache__/settings.cpython-312.pyc",
        #"""
        \#u{2}\#0\#0\#0\#0\#u{1}\#0\#0\#0\#0\#0\#0z\#u{40}«key»N)\#u{2}\#u{da}\#u{c}VAST_API_KEY\#u{da}\#u{7}TIMEOUT\#0\#0r\#u{4}\#0\#0\#0
        """#
      ),
      Form(
        "program", "bin/worker",
        #"""
        \#u{7f}ELF\#u{2}\#u{1}\#u{1}\#0\#0\#0/lib64/ld-linux-x86-64.so.2\#0«log»\#0https://console.vast.ai/api/v0/\#0VAST_API_KEY\#0«key»\#0GLIBC_2.34\#0
        """#
      ),
    ])
}
