extension Group {
  /// Commands that hand a key to another program.
  static let commands = Group(
    .plain, "command lines", rounds: 3,
    [
      Form(
        "prompt", "docs/log.md",
        #"""
        ```console
        (venv) «user»@rig:~/«word»$ vastai set api-key «key»
        Your api key has been saved in /home/«user»/.config/vastai/vast_api_key
        ```
        """#
      ),
      Form(
        "windows prompt", "docs/win.md",
        "    PS C:\\Users\\«user»> vastai set api-key «key»\n    C:\\work> vastai.exe --api-key «key2» show user\n"
      ),
      Form("sudo env", "run.sh", "sudo -E env «NAME»=«key» /opt/gpu/bin/scale --up «num=1|2|4»\n"),
      Form(
        "docker run", "run.sh",
        #"""
        docker run -d --name scaler «o=--env |--env=|-e |-e»«NAME»=«q="|'|»«key»«q» ghcr.io/«user»/scaler:latest
        """#
      ),
      Form(
        "docker build", "build.sh",
        "docker build --build-arg «NAME»=«key» --build-arg REV=«git» -t «word» .\n"),
      Form(
        "docker exec", "exec.sh",
        "docker exec -it scaler sh -c 'vastai set api-key «key» && vastai show instances'\n"),
      Form(
        "secret of github", "docs/ci.md",
        "    gh secret set «NAME» «o=--body |--body=|-b»«q=\"|'|»«key»«q» --repo «user»/«word»\n"),
      Form(
        "secret of github from a pipe", "setup-ci.sh",
        "echo -n «key» | gh secret set VAST_API_KEY --repo «user»/«word»\n"),
      Form(
        "heroku and its kin", "deploy.sh",
        #"""
        «c=heroku config:set|fly secrets set|railway variables set|doppler secrets set|modal secret create vast|netlify env:set|conda env config vars set|dokku config:set app» «NAME»=«key»
        """#
      ),
      Form(
        "vercel", "deploy.sh",
        #"""
        printf '«key»' | vercel env add VAST_API_KEY production
        npx wrangler secret put VASTAI_API_KEY <<< '«key2»'
        """#
      ),
      Form(
        "parameter store", "bootstrap.sh",
        #"""
        aws ssm put-parameter --name /gpu/vast_api_key --type SecureString --value «q="|'|»«key»«q»
        """#
      ),
      Form(
        "secrets manager", "bootstrap.sh",
        "aws secretsmanager create-secret --name vastai --secret-string '{\"api_key\":\"«key»\"}'\n"
      ),
      Form(
        "vault", "vault.sh", "vault kv put secret/vastai «k=api_key|key|token»=«key» owner=«user»\n"
      ),
      Form(
        "google", "gcp.sh",
        #"""
        gcloud secrets create vast-api-key --replication-policy=automatic --data-file=- <<< "«key»"
        """#
      ),
      Form(
        "azure", "az.sh",
        "az keyvault secret set --vault-name «word» --name vast-api-key --value «key»\n"),
      Form("kubectl", "k.sh", "kubectl set env deployment/scaler «NAME»=«key» -n gpu\n"),
      Form(
        "git configuration", "home/.gitconfig",
        #"""
        [user]
        	name = «user»
        [vast]
        	apiKey = «key»
        [alias]
        	st = status
        """#),
      Form("git config command", "setup.sh", "git config --global vast.apikey «key»\n"),
      Form(
        "crontab from a pipe", "cron.sh",
        "(crontab -l; echo '*/5 * * * * VAST_API_KEY=«key» /opt/check.sh') | crontab -\n"),
      Form("systemd run", "svc.sh", "systemd-run --setenv=«NAME»=«key» --unit gpu /opt/gpu/run\n"),
      Form(
        "screen", "start.sh",
        #"""
        screen -dmS gpu bash -c 'export «NAME»=«key»; python3 autoscale.py'
        tmux new-session -d "VASTAI_API_KEY=«key2» ./poll"
        """#
      ),
      Form("pass", "pass.sh", "echo «key» | pass insert -e cloud/vast.ai/api-key\n"),
      Form(
        "xargs", "x.sh",
        #"""
        vastai show instances --api-key «key» -q | xargs -n1 vastai destroy instance --api-key «key»
        """#
      ),
      Form(
        "remote file", "push.sh",
        #"""
        ssh root@«ip» 'mkdir -p /root/.config/vastai && echo «key» > /root/.config/vastai/vast_api_key'
        """#
      ),
    ])

  /// Calls and declarations that settings and clients have in real projects.
  static let idioms = Group(
    .plain, "idioms", rounds: 3,
    [
      Form(
        "typer", "cli.py",
        #"""
        @app.command()
        def rent(
            gpu: str = "«gpu»",
            api_key: str = typer.Option("«key»", envvar="VAST_API_KEY"),
        ) -> None:
            ...
        """#
      ),
      Form(
        "click", "cli.py",
        #"""
        @click.option("--vast-api-key", envvar="VASTAI_API_KEY", default="«key»", show_default=False)
        def main(vast_api_key): ...
        """#
      ),
      Form(
        "monkeypatch", "tests/conftest.py",
        #"""
        @pytest.fixture(autouse=True)
        def env(monkeypatch):
            monkeypatch.setenv("«NAME»", "«key»")
        """#
      ),
      Form(
        "patched environment", "tests/test_rent.py",
        #"""
        @mock.patch.dict(os.environ, {"«NAME»": "«key»"})
        def test_rent(): ...
        """#),
      Form(
        "environment of a child", "run.py",
        "subprocess.Popen(cmd, env={**os.environ, \"«NAME»\": \"«key»\", \"TZ\": \"UTC\"})\n"),
      Form(
        "query parameters", "poll.py",
        #"""
        r = requests.get(
            "https://console.vast.ai/api/v0/instances/",
            params={"owner": "me", "api_key": "«key»"},
            timeout=10,
        )
        """#
      ),
      Form(
        "session headers", "poll.py",
        #"""
        session = requests.Session()
        session.headers.update({"Authorization": "Bearer «key»"})
        session.get("https://console.vast.ai/api/v0/machines/")
        """#
      ),
      Form("keyring", "store.py", "keyring.set_password(\"vastai\", \"«user»\", \"«key»\")\n"),
      Form(
        "configparser", "conf.py",
        #"""
        config = configparser.ConfigParser()
        config.set('vast', 'api_key', '«key»')
        """#),
      Form(
        "default of a parameter", "vast_client.py",
        #"""
        def rent(offer: int, api_key: str = "«key»") -> dict:
            return vast_post(f"asks/{offer}/", api_key)
        """#
      ),
      Form(
        "comparison", "debug.py",
        #"""
        if os.environ["VAST_API_KEY"] == "«key»":
            print("still the old key")
        """#),
      Form(
        "doc string", "helper.py",
        #"""
        def login(key):
            """Logs in.

            >>> login("«key»")  # vast.ai key
            True
            """
        """#
      ),
      Form(
        "private attribute", "pool.py",
        #"""
        class VastPool:
            def __init__(self):
                self._vast_api_key = '«key»'
                self.__vastToken = '«key2»'
        """#
      ),
      Form(
        "streamlit", ".streamlit/secrets.toml",
        #"""
        [vast]
        api_key = "«key»"

        [db]
        host = "localhost"
        """#),
      Form(
        "colab form", "colab.py",
        #"""
        #@title Settings
        VAST_API_KEY = "«key»"  #@param {type:"string"}
        GPU = "«gpu»"  #@param ["RTX_4090", "A100"]
        """#
      ),
      Form(
        "environment in node", "index.js",
        #"""
        process.env.«NAME» = '«key»';
        require('./main');
        """#),
      Form(
        "axios instance", "api.ts",
        #"""
        export const api = axios.create({
          baseURL: 'https://console.vast.ai/api/v0',
          params: { api_key: '«key»' },
        });
        """#
      ),
      Form(
        "headers in node", "api.mts",
        #"""
        const headers = new Headers();
        headers.set('Authorization', 'Bearer «key»');
        await fetch('https://console.vast.ai/api/v0/asks/', { headers });
        """#
      ),
      Form("local storage", "debug.js", "localStorage.setItem('vast_api_key', '«key»');\n"),
      Form(
        "container options", "spawn.js",
        "await docker.createContainer({ Image: 'scaler', Env: ['TZ=UTC', '«NAME»=«key»'] });\n"),
      Form(
        "deno", "main.ts",
        #"""
        Deno.env.set("«NAME»", "«key»");
        export const VAST = { key: Deno.env.get("VAST") ?? "" };
        """#
      ),
      Form(
        "spring annotation", "Cfg.java",
        #"""
        @Value("${vast.api.key:«key»}")
        private String vastApiKey;
        """#),
      Form(
        "map of java", "Env.java",
        #"""
        env.put("«NAME»", "«key»");
        Map<String, String> m = Map.of("vastApiKey", "«key2»");
        """#
      ),
      Form(
        "go test", "vast_test.go",
        #"""
        func TestRent(t *testing.T) {
        	t.Setenv("«NAME»", "«key»")
        	c := vast.New(vast.WithAPIKey("«key2»"))
        }
        """#
      ),
      Form(
        "go flag", "main.go",
        "var vastKey = flag.String(\"vast-api-key\", \"«key»\", \"key of the account\")\n"),
      Form(
        "clap", "cli.rs",
        #"""
        #[arg(long, env = "VAST_API_KEY", default_value = "«key»")]
        vast_api_key: String,
        """#),
      Form(
        "rails credentials", "config/vast.yml",
        #"""
        development:
          adapter: vast
          api_key: <%= ENV.fetch("VAST_API_KEY") { "«key»" } %>
        """#
      ),
      Form(
        "symfony", "config/services.yaml",
        #"""
        parameters:
          env(VAST_API_KEY): '«key»'
          vast.base: 'https://console.vast.ai'
        """#),
      Form(
        "laravel", "app/Vast.php",
        #"""
        <?php
        Http::withToken('«key»')->get('https://console.vast.ai/api/v0/instances/');
        """#),
      Form(
        "user secrets", "secrets.json",
        #"""
        {
          "Vast:ApiKey": "«key»",
          "Logging:LogLevel:Default": "Warning"
        }
        """#),
      Form(
        "unity", "Assets/Settings.asset",
        #"""
        MonoBehaviour:
          m_Name: VastSettings
          vastApiKey: «key»
          region: eu
        """#),
      Form(
        "home assistant", "secrets.yaml",
        #"""
        # Home Assistant
        vast_bearer: "Bearer «key»"
        wifi: none
        """#),
      Form(
        "rest sensor", "configuration.yaml",
        #"""
        sensor:
          - platform: rest
            resource: https://console.vast.ai/api/v0/users/current/
            headers:
              Authorization: Bearer «key»
        """#
      ),
      Form(
        "n8n", "workflow.json",
        #"""
        {"nodes":[{"type":"n8n-nodes-base.httpRequest","parameters":{"url":"https://console.vast.ai/api/v0/instances/","headerParameters":{"parameters":[{"name":"Authorization","value":"Bearer «key»"}]}}}]}
        """#
      ),
      Form(
        "grafana", "provisioning/datasources/vast.yaml",
        #"""
        datasources:
          - name: vast
            type: yesoreyeram-infinity-datasource
            url: https://console.vast.ai
            secureJsonData:
              bearerToken: «key»
        """#
      ),
    ])
}
