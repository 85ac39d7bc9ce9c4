extension Group {
  /// Tokens of other services, as they stand beside GPU work.
  static let vendors = Group(
    .vendor, "other vendors", rounds: 3,
    [
      Form(
        "hugging face", ".env",
        #"""
        HF_HOME=/data
        «n=HF_TOKEN|HUGGING_FACE_HUB_TOKEN|HUGGINGFACE_TOKEN»=«hf»
        """#),
      Form(
        "hugging face in code", "train.py",
        #"""
        from huggingface_hub import login
        login(token="«hf»")
        """#),
      Form("weights and biases", "train.sh", "export WANDB_API_KEY=«wandb»\nwandb login\n"),
      Form("weights and biases login", "run.sh", "pip install wandb\nwandb login «wandb»\n"),
      Form(
        "weights and biases netrc", "root/.netrc",
        #"""
        machine api.wandb.ai
          login user
          password «wandb»
        """#),
      Form("github", "deploy.sh", "git clone https://«user»:«ghp»@github.com/«user»/«word».git\n"),
      Form("github app", "ci.log", "remote: https://x-access-token:«ghs»@github.com/a/b\n"),
      Form(
        "github oauth", "hosts.yml",
        #"""
        github.com:
            user: «user»
            oauth_token: «gho»
            git_protocol: https
        """#),
      Form("github fine-grained", "config.json", "{\"github\": {\"token\": \"«githubpat»\"}}\n"),
      Form(
        "gitlab", ".env",
        #"""
        GITLAB_TOKEN=«glpat»
        GITLAB_URL=https://gitlab.example.invalid
        """#),
      Form(
        "aws", "home/.aws/credentials",
        #"""
        [default]
        aws_access_key_id = «akia»
        aws_secret_access_key = «awssecret»
        region = eu-central-1
        """#
      ),
      Form(
        "aws exports", "env.sh",
        #"""
        export AWS_ACCESS_KEY_ID="«akia»"
        export AWS_SECRET_ACCESS_KEY="«awssecret»"
        """#),
      Form("google", "src/maps.ts", "export const mapsKey = \"«aiza»\";\n"),
      Form(
        "azure storage", "appsettings.json",
        #"""
        {"Storage": "DefaultEndpointsProtocol=https;AccountName=«word»;AccountKey=«azure»;EndpointSuffix=core.windows.net"}
        """#
      ),
      Form("docker", "push.sh", "echo «docker» | docker login -u «user» --password-stdin\n"),
      Form("openai", ".env", "OPENAI_API_KEY=«openai»\n"),
      Form("openai project", "app.py", "client = OpenAI(api_key=\"«openaiproj»\")\n"),
      Form("anthropic", "settings.yaml", "anthropic:\n  api_key: «anthropic»\n"),
      Form(
        "runpod", "runpod.sh",
        #"""
        export RUNPOD_API_KEY=«runpod»
        runpodctl get pod
        """#),
      Form("replicate", ".env.local", "REPLICATE_API_TOKEN=«replicate»\n"),
      Form("slack", "bot.py", "app = App(token=\"«slack»\")\n"),
      Form("slack hook", "alert.sh", "curl -X POST -d '{\"text\":\"done\"}' «slackhook»\n"),
      Form("telegram", "bot/.env", "TELEGRAM_BOT_TOKEN=«telegram»\nCHAT_ID=«num»\n"),
      Form(
        "telegram url", "notify.py",
        "requests.get(\"https://api.telegram.org/bot«telegram»/sendMessage\")\n"),
      Form(
        "tailscale", "onstart.sh",
        #"""
        curl -fsSL https://tailscale.com/install.sh | sh
        tailscale up --authkey=«tailscale» --hostname=gpu
        """#
      ),
      Form(
        "ngrok", "tunnel.sh",
        #"""
        ngrok config add-authtoken «ngrok»
        ngrok tcp 22
        """#),
      Form(
        "ngrok settings", "home/.config/ngrok/ngrok.yml", "version: \"2\"\nauthtoken: «ngrok»\n"),
      Form("stripe", "billing.rb", "Stripe.api_key = '«stripe»'\n"),
      Form("sendgrid", ".env", "SENDGRID_API_KEY=«sendgrid»\n"),
      Form("npm", ".npmrc", "//registry.example.invalid/:_authToken=«npm»\n"),
      Form("pypi", "home/.pypirc", "[pypi]\nusername = __token__\npassword = «pypi»\n"),
      Form(
        "digitalocean", "do.tf",
        #"""
        provider "digitalocean" {
          token = "«digitalocean»"
        }
        """#),
      Form("discord hook", "alerts.yaml", "discord: «discord»\n"),
      Form("groq", ".env", "GROQ_API_KEY=«groq»\n"),
      Form(
        "several in the env option", "launch.sh",
        #"""
        vastai create instance «id» --env '-e HF_TOKEN=«hf» -e WANDB_API_KEY=«wandb» -e OPENAI_API_KEY=«openaiproj»'
        """#
      ),
      Form(
        "generic in dotenv", ".env",
        #"""
        APP_ENV=production
        «n=SECRET_KEY|JWT_SECRET|DB_PASSWORD|ADMIN_API_KEY|SESSION_SECRET|ENCRYPTION_KEY»=«generic»
        """#
      ),
    ])
}
