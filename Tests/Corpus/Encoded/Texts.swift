extension Group {
  /// Keys that stand in a text in another spelling than their own.
  static let escapes = Group(
    .encoded, "escapes", rounds: 5,
    [
      Form("json escapes", "a.json", "{\"«field»\": \"«key/unicode»\"}\n"),
      Form(
        "json escapes in part", "b.json",
        #"""
        {"vast_api_key": "«key/a»\u00«_x=«key/b»»«_x/firsthex»«_x/tail»«key/c»", "n": 1}
        """#),
      Form("escaped name", "c.json", "{\"\\u0076\\u0061st_api_key\": \"«key»\"}\n"),
      Form(
        "json inside json", "d.json",
        #"""
        {"event": "config", "payload": "{\"vast_api_key\": \"«key»\", \"gpu\": \"«gpu»\"}"}
        """#
      ),
      Form(
        "json inside json inside json", "e.json",
        "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"VAST_API_KEY\\\\\\\":\\\\\\\"«key»\\\\\\\"}\\\"}\"}\n"),
      Form(
        "percent-encoded url", "f.log",
        #"""
        GET /login?next=https%3A%2F%2Fconsole.vast.ai%2Fapi%2Fv0%2Finstances%2F%3Fowner%3Dme%26api_key%3D«key» 302
        """#
      ),
      Form(
        "percent-encoded key", "g.log",
        "GET https://console.vast.ai/api/v0/instances/?api_key=«key/percentall» 200\n"),
      Form(
        "percent-encoded json", "h.txt",
        "«_x={\"VAST_API_KEY\":\"«key»\",\"gpu\":\"«gpu»\"}»state=«_x/percent»&v=2\n"),
      Form(
        "twice percent-encoded", "i.txt",
        "«_x=https://vast.ai/api/v0/machines/?api_key=«key»»u=«_x/percent/percent»\n"),
      Form("entities", "j.xml", "<env name=\"«NAME»\" value=\"«key/entities»\"/>\n"),
      Form("decimal entities", "k.html", "<p>VAST_API_KEY=«key/decimal»</p>\n"),
      Form(
        "markup", "l.html",
        #"""
        «_x={"VAST_API_KEY": "«key»"}»<div data-config="«_x/markup»" class="app"></div>
        """#),
      Form(
        "markup of a command", "m.html",
        "<pre>vastai --api-key=&quot;«key»&quot; show instances &amp;&amp; exit</pre>\n"),
      Form("cdata", "n.xml", "<vastai><apiKey><![CDATA[«key»]]></apiKey></vastai>\n"),
      Form("x escapes", "o.py", "VAST_API_KEY = b\"«key/xescape»\"\n"),
      Form(
        "codes of characters", "aa.js",
        "const vast_api_key = String.fromCharCode(«key/charcodes»);\n"),
      Form("characters in a list", "ab.c", "char vast_api_key[] = {«key/charlist», 0};\n"),
      Form("padded entities", "ac.html", "<p>VAST_API_KEY=«key/padded»</p>\n"),
      Form("braces of rust", "ad.rs", "const VAST_API_KEY: &str = \"«key/braced»\";\n"),
      Form("long escapes", "ae.py", "VAST_API_KEY = \"«key/longunicode»\"\n"),
      Form(
        "dump of a file", "af.txt",
        #"""
        «_x=# set up
        export VAST_API_KEY="«key»"
        »$ xxd .env
        «_x/xxd»
        """#),
      Form(
        "colours", "ag.log",
        "\u{1b}[36mVAST_API_KEY\u{1b}[0m=\u{1b}[33m«key»\u{1b}[0m\n"),
      Form(
        "highlighted", "ah.html",
        "<span class=\"n\">VAST_API_KEY</span> <span class=\"o\">=</span> <span>&quot;«key»&quot;</span>\n"
      ),
      Form("octal escapes", "p.sh", "export VAST_API_KEY=$'«key/octal»'\n"),
      Form("bytes in c", "q.c", "static const char vast_api_key[] = { «key/carray», 0 };\n"),
      Form("bytes in rust", "r.rs", "const VAST_API_KEY: [u8; 64] = [«key/carray»];\n"),
      Form(
        "hex of a setting", "s.py",
        #"""
        «_x=VAST_API_KEY=«key»»import binascii
        ENV = binascii.unhexlify("«_x/hex»")
        """#),
      Form(
        "hex of a file", "t.txt",
        #"""
        «_x=export VAST_API_KEY="«key»"
        export A=1
        »«_x/hex»
        """#),
      Form("hex of the key", "u.py", "vast_api_key = bytes.fromhex(\"«key/hex»\").decode()\n"),
      Form(
        "capital hex of a setting", "v.txt",
        #"""
        «_x={"vast_api_key":"«key»"}»payload: «_x/HEX»
        """#),
      Form(
        "quoted-printable", "w.eml",
        #"""
        «_x=Hello «user»,

        the key for vast.ai: VAST_API_KEY=«key» as promised, use it until the end of the month and not longer.

        Bye
        »From: a@example.invalid
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        «_x/quoted»
        """#
      ),
      Form(
        "quoted-printable, all of it", "x.eml",
        #"""
        «_x=VAST_API_KEY=«key»»Content-Type: text/plain
        Content-Transfer-Encoding: quoted-printable

        «_x/quotedall»
        """#
      ),
      Form(
        "form body", "y.txt",
        #"""
        POST /save HTTP/1.1
        Content-Type: application/x-www-form-urlencoded

        region=eu&«field»=«key»&gpu=«gpu»
        """#
      ),
      Form(
        "registry, hex of utf-16", "z.reg",
        #"""
        Windows Registry Editor Version 5.00\#r
        \#r
        [HKEY_CURRENT_USER\Environment]\#r
        "VAST_API_KEY"=hex(2):«key/registry»,00,00\#r
        """#
      ),
    ])

  /// Base64 in all its dress.
  static let base64 = Group(
    .encoded, "base64", rounds: 5,
    [
      Form("of the key", "a.env", "VAST_API_KEY_B64=«key/base64»\n"),
      Form("of the key, by name", "b.yaml", "data:\n  vastai-api-key: «key/base64url»\n"),
      Form(
        "of a dotenv file", "c.yml",
        #"""
        «_x=NODE_ENV=production
        VAST_API_KEY=«key»
        PORT=80
        »env:
          ENV_FILE: «_x/base64»
        run: echo "$ENV_FILE" | base64 -d > .env
        """#
      ),
      Form(
        "of an export", "d.sh", "«_x=export «NAME»=«key»»eval \"$(echo «_x/base64» | base64 -d)\"\n"
      ),
      Form("one byte off", "e.txt", "«_x=xVAST_API_KEY=«key»»«_x/base64»\n"),
      Form("two bytes off", "f.txt", "«_x=xyVAST_API_KEY=«key»\n»«_x/base64»\n"),
      Form(
        "wrapped", "g.pem.txt",
        #"""
        «_x=# settings
        VAST_API_KEY=«key»
        HF_HOME=/data
        LOG_LEVEL=debug
        REGION=eu-central-1
        »«_x/base64wrapped»
        """#
      ),
      Form(
        "url alphabet", "h.log",
        #"""
        «_x={"provider":"vastai","api_key":"«key»","q":"?????~~~~~"}»GET /cb?state=«_x/base64url» 302
        """#
      ),
      Form(
        "json in yaml", "i.yaml",
        #"""
        «_x={"auths":{"vast.ai":{"api_key":"«key»"}},"gpus":["«gpu»"]}»apiVersion: v1
        kind: Secret
        metadata: {name: config}
        data:
          config.json: «_x/base64»
        """#
      ),
      Form("twice", "j.txt", "«_x=VAST_API_KEY=«key»»«_x/base64/base64»\n"),
      Form("three times", "k.txt", "«_x=vastai set api-key «key»»«_x/base64/base64/base64»\n"),
      Form(
        "data uri", "l.html",
        #"""
        «_x={"vast_api_key": "«key»"}»<a download href="data:application/json;base64,«_x/base64»">config</a>
        """#
      ),
      Form(
        "encoded command", "m.ps1",
        #"""
        «_x=$env:VAST_API_KEY = '«key»'; python train.py»powershell -NoProfile -EncodedCommand «_x/utf16base64»
        """#
      ),
      Form(
        "attachment", "n.eml",
        #"""
        «_x=#!/bin/bash
        set -e
        pip install vastai
        vastai set api-key «key»
        vastai show instances
        »MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b1

        --b1
        Content-Type: text/x-sh; name=setup.sh
        Content-Transfer-Encoding: base64

        «_x/base64wrapped»
        --b1--
        """#
      ),
      Form("hex of base64", "o.txt", "«_x=VAST_API_KEY=«key»»«_x/base64/hex»\n"),
      Form("base64 of hex", "p.txt", "«_x=VAST_API_KEY=«key»»«_x/hex/base64»\n"),
      Form(
        "base64, percent-encoded", "q.log",
        "«_x={\"vast_api_key\":\"«key»\"}»GET /cb?s=«_x/base64/percent» 200\n"),
      Form(
        "percent in base64", "r.txt",
        #"""
        «_x=api_url=https%3A%2F%2Fconsole.vast.ai%2Fapi%2Fv0%2F%3Fapi_key%3D«key»»cookie: «_x/base64»
        """#
      ),
      Form(
        "gzip and base64", "s.yaml",
        "«_x={\"config\":{\"vast_api_key\":\"«key»\"}}»user_data: «_x/gzip64»\n"),
      Form(
        "helm release", "t.yaml",
        #"""
        «_x={"name":"scaler","config":{"vastai":{"apiKey":"«key»"}},"version":1}»apiVersion: v1
        kind: Secret
        type: helm.sh/release.v1
        data:
          release: «_x/gzip64/base64»
        """#
      ),
      Form(
        "basic authentication", "u.http",
        #"""
        «_x=vastai:«token»»GET / HTTP/1.1
        Host: «ip»:«port»
        X-Via: vast.ai instance «id»
        Authorization: Basic «_x/base64»
        """#
      ),
      Form(
        "plist data", "v.plist",
        #"""
        <plist><dict><key>VAST_API_KEY</key><data>
        «key/base64»
        </data></dict></plist>
        """#),
      Form(
        "notebook attachment", "w.ipynb",
        #"""
        «_x=VAST_API_KEY=«key»
        »{"cells": [{"cell_type": "code", "source": ["import base64\n", "open('.env','wb').write(base64.b64decode('«_x/base64»'))\n"], "outputs": []}]}
        """#
      ),
      Form(
        "inside a json string with escaped slashes", "x.json",
        #"""
        «_x={"u":"https://console.vast.ai/?????","vast_api_key":"«key»"}»{"state":"«_x/base64slashes»"}
        """#
      ),
    ])

  /// Strings in pieces.
  static let split = Group(
    .encoded, "split strings", rounds: 4,
    [
      Form(
        "python neighbours", "a.py",
        #"""
        VAST_API_KEY = (
            "«key/first»"
            "«key/rest»"
        )
        """#),
      Form("python plus", "b.py", "VAST_API_KEY = \"«key/first»\" + \"«key/rest»\"\n"),
      Form(
        "python continuation", "c.py",
        #"""
        vast_api_key = '«key/first»' \
                       '«key/rest»'
        """#),
      Form(
        "python join", "d.py", "vast_api_key = \"\".join([\"«key/a»\", \"«key/b»\", \"«key/c»\"])\n"
      ),
      Form(
        "javascript", "e.js",
        #"""
        const vastApiKey = '«key/a»' +
          '«key/b»' +
          '«key/c»';
        """#),
      Form(
        "javascript join", "f.js",
        #"""
        const VAST_API_KEY = ['«key/first»', '«key/rest»'].join('');
        """#),
      Form(
        "java", "G.java",
        #"""
        static final String VAST_API_KEY = "«key/first»"
            + "«key/rest»";
        """#),
      Form(
        "c", "h.c",
        #"""
        #define VAST_API_KEY "«key/first»" \
                             "«key/rest»"
        """#
      ),
      Form(
        "php", "i.php",
        #"""
        <?php
        $vast_api_key = '«key/first»' . '«key/rest»';
        """#),
      Form("perl", "j.pl", "my $vast_api_key = \"«key/first»\" . \"«key/rest»\";\n"),
      Form("lua", "k.lua", "local vast_api_key = \"«key/first»\" .. \"«key/rest»\"\n"),
      Form(
        "go", "l.go",
        #"""
        var vastAPIKey = "«key/first»" +
        	"«key/rest»"
        """#),
      Form(
        "rust", "m.rs", "const VAST_API_KEY: &str = concat!(\"«key/first»\", \"«key/rest»\");\n"),
      Form(
        "visual basic", "n.vb",
        #"""
        Const VastApiKey As String = "«key/first»" & _
            "«key/rest»"
        """#),
      Form("elixir", "o.ex", "@vast_api_key \"«key/first»\" <> \"«key/rest»\"\n"),
      Form("shell neighbours", "p.sh", "export VAST_API_KEY=\"«key/first»\"\"«key/rest»\"\n"),
      Form("shell continuation", "q.sh", "export VAST_API_KEY=«key/first»\\\n«key/rest»\n"),
      Form(
        "shell appended", "r.sh",
        #"""
        VAST_API_KEY=«key/first»
        VAST_API_KEY+=«key/rest»
        """#),
      Form(
        "toml", "s.toml",
        #"""
        vast_api_key = """\
          «key/first»\
          «key/rest»"""
        """#),
      Form("yaml", "t.yaml", "vast_api_key: \"«key/first»\\\n  «key/rest»\"\n"),
      Form("properties", "u.properties", "vast.api.key=«key/first»\\\n    «key/rest»\n"),
      Form(
        "swift", "v.swift",
        #"""
        let vastAPIKey = "«key/first»"
          + "«key/rest»"
        """#),
      Form("c#", "W.cs", "const string VastApiKey = \"«key/first»\" + \"«key/rest»\";\n"),
      Form("jenkins", "x.groovy", "env.VAST_API_KEY = '«key/first»' + '«key/rest»'\n"),
      Form(
        "rust continuation", "y.rs",
        #"""
        const VAST_API_KEY: &str = "«key/first»\
            «key/rest»";
        """#),
    ])
}
