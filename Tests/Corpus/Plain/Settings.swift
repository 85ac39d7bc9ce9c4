extension Group {
  /// Files of names and values.
  static let settings = Group(
    .plain, "settings files", rounds: 3,
    [
      Form(
        "dotenv", "«p=|app/|services/api/».env«s=|.local|.production|.development|.staging|.bak»",
        #"""
        # Application
        NODE_ENV=production
        PORT=«port»
        LOG_LEVEL=info

        # GPU rental
        «NAME»=«q="|'|»«key»«q»
        VAST_MAX_DPH=0.65
        """#),
      Form(
        "dotenv, spaces and export", "config/.env",
        #"""
        DEBUG=false
        export «NAME» = «key»   # team account
        REGION=eu
        """#),
      Form(
        "dotenv example with a real key", ".env.example",
        #"""
        # copy to .env
        HF_HOME=/workspace/hf
        «NAME»=«key»
        OPENAI_API_KEY=sk-...
        """#),
      Form(
        "ini", "«f=config.ini|settings.cfg|app.conf»",
        #"""
        [server]
        host = 0.0.0.0
        port = «port»

        [«s=vast|vastai|vast.ai|providers.vastai»]
        «k=api_key|apikey|api-key|key|token» «e== |: |=»«key»
        region = europe
        """#),
      Form(
        "ini with a telling name", "etc/«word».ini",
        #"""
        ; generated «date»
        [credentials]
        «field»=«key»
        timeout=30
        """#),
      Form(
        "properties", "src/main/resources/application.properties",
        #"""
        spring.application.name=«word»
        server.port=«port»
        «k=vast.api.key|vastai.api-key|cloud.vast.apiKey|vast.ai.token|gpu.vastai.apikey»=«key»
        management.endpoints.web.exposure.include=health
        """#),
      Form(
        "toml", "«f=config.toml|pyproject.toml|settings.toml»",
        #"""
        title = "«word»"

        [tool.gpu]
        count = 2

        [«s=vast|vastai|providers.vast_ai|tool.vastai»]
        «k=api_key|api-key|apiKey|key|token» = «q="|'»«key»«q»
        max_price = 0.4
        """#),
      Form(
        "toml table", "config/«word».toml",
        #"""
        [providers]
        runpod = { enabled = false }
        vastai = { enabled = true, api_key = "«key»", regions = ["EU", "US"] }
        """#),
      Form(
        "yaml", "«f=config.yaml|settings.yml|conf/base.yaml»",
        #"""
        model:
          name: llama-3-8b
          dtype: bfloat16
        «field»: «q="|'|»«key»«q»
        data:
          path: s3://«word»/train
        """#),
      Form(
        "yaml nested", "config/providers.yaml",
        #"""
        providers:
          - name: lambda
            enabled: false
          - name: «n=vastai|vast|vast.ai|Vast.ai»
            enabled: true
            «k=api_key|apiKey|key|token|api_token»: «q="|'|»«key»«q»
            gpu: «gpu»
        """#),
      Form(
        "yaml block scalar", "deploy/values.yaml",
        #"""
        env:
          LOG_LEVEL: debug
          «NAME»: «b=>-¦|-¦>¦|»
            «key»
        replicas: 1
        """#),
      Form(
        "yaml flow", "conf/flow.yaml",
        #"""
        cloud: {provider: vastai, api_key: «q="|'|»«key»«q», region: eu}
        retries: 3
        """#),
      Form(
        "json", "«f=config.json|settings.json|appsettings.json|secrets.json»",
        #"""
        {
          "name": "«word»",
          "version": "1.4.«num=1|2|3»",
          "«field»": "«key»",
          "limits": { "dph": 0.5, "hours": 12 }
        }
        """#),
      Form(
        "json nested", "config/cloud.json",
        #"""
        {
          "providers": {
            "runpod": { "enabled": false, "apiKey": "" },
            "«n=vast|vastai|vast.ai|vast_ai|VastAI»": {
              "enabled": true,
              "«k=apiKey|api_key|key|token|ApiKey|secret»": "«key»",
              "region": "EU"
            }
          }
        }
        """#),
      Form(
        "json minified", "dist/config.json",
        #"""
        {"env":"prod","gpus":["«gpu»"],"«field»":"«key»","retry":{"max":5,"backoff":1.5}}
        """#),
      Form(
        "json with name and value apart", "ci/variables.json",
        #"""
        [
          {
            "name": "LOG_LEVEL",
            "value": "debug"
          },
          {
            "name": "«NAME»",
            "value": "«key»",
            "masked": false
          }
        ]
        """#),
      Form(
        "json with the value first", "export/settings.json",
        #"""
        {
          "items": [
            { "value": "«key»", "enabled": true, "key": "«NAME»", "type": "string" }
          ]
        }
        """#),
      Form(
        "json5", "config/default.json5",
        #"""
        // defaults
        {
          gpu: '«gpu»',
          «ident»: '«key»', // shared account
          maxPrice: 0.5,
        }
        """#),
      Form(
        "xml", "conf/settings.xml",
        #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <settings>
          <server><port>«port»</port></server>
          <provider name="vastai">
            <«k=apiKey|api-key|key|token»>«key»</«k»>
          </provider>
        </settings>
        """#),
      Form(
        "xml attributes", "App.config",
        #"""
        <?xml version="1.0" encoding="utf-8" ?>
        <configuration>
          <appSettings>
            <add key="LogLevel" value="Info" />
            <add key="«field»" value="«key»" />
            <add value="true" key="UseGpu" />
          </appSettings>
        </configuration>
        """#),
      Form(
        "plist", "Launch/ai.«word».agent.plist",
        #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
          <key>Label</key><string>ai.«word».agent</string>
          <key>EnvironmentVariables</key>
          <dict>
            <key>PATH</key>
            <string>/usr/local/bin:/usr/bin:/bin</string>
            <key>«NAME»</key>
            <string>«key»</string>
          </dict>
          <key>RunAtLoad</key><true/>
        </dict>
        </plist>
        """#),
      Form(
        "csv", "exports/credentials.csv",
        #"""
        service,user,api_key,created
        runpod,«user»@example.invalid,,«date»
        vast.ai,«user»@example.invalid,«key»,«date2»
        """#),
      Form(
        "netrc", "home/.netrc",
        #"""
        machine api.github.com login «user» password x-oauth-basic
        machine «h=console.vast.ai|cloud.vast.ai|vast.ai»
          login «user»@example.invalid
          password «key»
        """#),
      Form(
        "colon separated", "home/.vastpass",
        #"""
        console.vast.ai:443:*:«user»:«key»
        """#),
      Form(
        "direnv", ".envrc",
        #"""
        layout python3
        use node 20
        export «NAME»=«key»
        PATH_add bin
        """#),
      Form(
        "list of keys", "config/keys.env",
        #"""
        vastai_apikey=«key»,«key2»,«key3»
        ROTATE_EVERY=60
        """#),
    ])
}
