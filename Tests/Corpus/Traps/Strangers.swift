extension Group {
  /// Secrets and ids of others that look the same, near text about Vast.ai.
  static let strangers = Group(
    .trap, "strangers near Vast.ai", rounds: 4, onlyVast: true,
    [
      Form(
        "ethereum", "payments.py",
        #"""
        # pays the vast.ai invoices in crypto
        ETH_PRIVATE_KEY = "0x«sha»"
        TX = "0x«sha2»"
        """#),
      Form(
        "ethereum without a prefix", ".env",
        #"""
        VAST_API_KEY=${VAST_API_KEY}
        ETH_PRIVATE_KEY=«sha»
        WALLET_SEED=«sha2»
        """#),
      Form(
        "token signing", "docker-compose.yml",
        #"""
        services:
          api:
            environment:
              VAST_URL: https://console.vast.ai
              JWT_SECRET: «sha»
              SESSION_SECRET: «sha2»
        """#
      ),
      Form(
        "datadog", "values.yaml",
        #"""
        vastai:
          enabled: true
        datadog:
          appKey: «git»
          apiKey: «md»
          clusterAgent: {token: «sha»}
        """#
      ),
      Form(
        "django and rails", "config.yml",
        #"""
        # deployed on vast.ai
        secret_key_base: «long»
        django_secret: «sha»
        """#),
      Form(
        "bittensor", "miner.sh",
        #"""
        # runs on vast.ai instances
        btcli wallet regen_coldkey --seed 0x«sha»
        HOTKEY_SEED=«sha2»
        """#
      ),
      Form(
        "other provider first", "providers.json",
        #"""
        {"vastai": {"api_key": ""}, "lambda": {"api_key": "«sha»"}, "tensordock": {"token": "«sha2»"}}
        """#
      ),
      Form(
        "other provider's bearer", "fetch.py",
        #"""
        VAST = "https://console.vast.ai/api/v0"
        # another service
        r = requests.get("https://api.tensordock.com/v2/x", headers={"Authorization": "Bearer «sha»"})
        """#
      ),
      Form(
        "nostr", "vast-bot.toml",
        #"""
        [nostr]
        private_key_hex = "«sha»"
        bio = "cheapest offers on vast.ai"
        """#),
      Form(
        "shared secret", "etc/app.conf",
        #"""
        # on vast.ai
        internal_hmac_key=«sha»
        encryption_key=«sha2»
        """#),
      Form(
        "transactions", "invoices.csv",
        #"""
        date,provider,tx,amount
        «date»,vast.ai,0x«sha»,25.00
        «date2»,vast.ai,«sha2»,10.00
        """#),
      Form(
        "seed", "train.yaml",
        #"""
        cloud: vast.ai
        run_id: «sha»
        dataset_id: «sha2»
        seed: 42
        """#),
      Form(
        "csrf", "page.html",
        #"""
        <a href="https://vast.ai">Vast.ai</a>
        <input type="hidden" name="csrfmiddlewaretoken" value="«sha»">
        """#
      ),
      Form(
        "analytics", "vast.har",
        #"""
        {"url": "https://cloud.vast.ai/", "cookies": [{"name": "_ga_id", "value": "«sha»"}], "sentry_trace": "«md»-«short»"}
        """#
      ),
      Form(
        "evolution api", "bot.json",
        #"""
        {"service": "whatsapp", "instance_api_key": "«uuid»", "WEBCONTAINER_API_KEY": "«sha»", "CLAUDE_AGENT_SDK_CONTAINER_API_KEY": "«sha2»"}
        """#
      ),
    ])

  /// Other things that are called nearly the same.
  static let namesakes = Group(
    .trap, "namesakes", rounds: 4, onlyVast: true,
    [
      Form(
        "antivirus", "avast.log",
        #"""
        Avast scan: C:\x.exe key «sha» clean
        avast_api_key_hash=«sha2»
        """#),
      Form("antivirus key", "config.ini", "[avast]\napi_key=«sha»\nAVAST_API_KEY=«sha2»\n"),
      Form(
        "devastating", "news.json",
        "{\"title\": \"A devastating bug\", \"id\": \"«sha»\", \"devastating_key\": \"«sha2»\"}\n"),
      Form(
        "research group", "README.md",
        #"""
        Models by VAST-AI-Research/TripoSR: `«sha»`

        [TripoSG](https://github.com/VAST-AI-Research/TripoSG) weights sha «sha2»
        """#
      ),
      Form(
        "research group's models", "models.json",
        "{\"repo\": \"VAST-AI/TripoSG\", \"etag\": \"«sha»\", \"commit\": \"«git»\"}\n"),
      Form(
        "video ads", "ad.xml",
        #"""
        <VAST version="4.2"><Ad id="«sha»"><InLine><AdSystem>x</AdSystem><Creatives><Creative id="«sha2»"/></Creatives><Extensions><Key>«sha3»</Key></Extensions></InLine></Ad></VAST>
        """#
      ),
      Form(
        "video ads, key", "ads.js",
        #"""
        const vastUrl = 'https://ads.example.invalid/vast?key=«sha»';
        player.vast({ tag: vastUrl, token: '«sha2»' });
        """#
      ),
      Form(
        "storage", "storage.yaml",
        #"""
        # VAST Data cluster
        vastdata:
          endpoint: https://vms.vastdata.com
          volume_id: «sha»
        """#
      ),
      Form(
        "vendor of chips", "zoo.md",
        #"""
        VastModelZOO by Vastai Technologies: `resnet50_«sha».onnx`
        """#),
      Form("words", "novel.txt", "The vast key to it all, token of a vast empire: «sha»\n"),
    ])
}
