extension Group {
  /// Names, references and placeholders where a key could stand.
  static let references = Group(
    .trap, "references and placeholders", rounds: 2,
    [
      Form(
        "placeholders in a shell", "setup.sh",
        #"""
        export VAST_API_KEY=«v=YOUR_API_KEY|your_api_key_here|<YOUR_API_KEY>|YOUR_VAST_API_KEY|xxx|***|********|changeme|abc123|vast-123456789abcdef|REALLY_SHOULD_NOT_BE_HERE|test-key-abc-123»
        vastai set api-key «w=YOUR_KEY|$VAST_API_KEY|"${VAST_API_KEY}"|<API_KEY>|API_KEY|"$(cat ~/.vast_api_key)"»
        """#),
      Form(
        "references in a shell", "run.sh",
        #"""
        : "${VAST_API_KEY:?set VAST_API_KEY}"
        VAST_API_KEY=${VAST_API_KEY:-}
        VASTAI_API_KEY="${VASTAI_API_KEY:-$VAST_API_KEY}"
        vastai --api-key "$VAST_API_KEY" show instances
        curl -H "Authorization: Bearer $VAST_API_KEY" https://console.vast.ai/api/v0/users/current/
        curl "https://console.vast.ai/api/v0/machines/?api_key=$(cat /var/lib/vastai_kaalia/api_key)"
        """#),
      Form(
        "secret managers", "fetch.sh",
        #"""
        export VAST_API_KEY=$(«c=vault kv get -field=api_key secret/vastai|op read op://infra/vastai/key|pass show vast/api|aws secretsmanager get-secret-value --secret-id vast --query SecretString --output text|gcloud secrets versions access latest --secret=vast-api-key|security find-generic-password -s vastai -w»)
        """#),
      Form(
        "workflow", ".github/workflows/gpu.yml",
        #"""
        env:
          VAST_API_KEY: ${{ secrets.VAST_API_KEY }}
        jobs:
          gpu:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@«git»
              - run: vastai set api-key ${{ secrets.VAST_API_KEY }}
        """#),
      Form(
        "terraform", "main.tf",
        #"""
        provider "vastai" {
          api_key = «v=var.vastai_api_key|file("~/.vast_api_key")|data.vault_generic_secret.vast.data["api_key"]|local.secrets.vast_api_key|"${var.vast_api_key}"»
        }
        variable "vast_api_key" {
          type      = string
          sensitive = true
        }
        """#),
      Form(
        "python", "app.py",
        #"""
        import os
        VAST_API_KEY = os.«v=environ["VAST_API_KEY"]|getenv("VAST_API_KEY")|environ.get("VAST_API_KEY", "")»
        client = VastAI(api_key=VAST_API_KEY)
        ONSTART = f"vastai set api-key {VAST_API_KEY}"
        url = f"https://console.vast.ai/api/v0/instances/?api_key={VAST_API_KEY}"
        """#),
      Form(
        "javascript", "app.ts",
        #"""
        const key = process.env.VAST_API_KEY ?? "";
        if (!key) throw new Error("VAST_API_KEY is not set");
        const client = new VastAI(key);
        await fetch(`https://console.vast.ai/api/v0/instances/?api_key=${key}`);
        """#),
      Form(
        "kubernetes", "deploy.yaml",
        #"""
        env:
          - name: VAST_API_KEY
            valueFrom:
              secretKeyRef:
                name: vastai
                key: api-key
        ---
        apiVersion: v1
        kind: Secret
        data:
          VAST_API_KEY: «v=WU9VUl9BUElfS0VZ|PGJhc2U2ND4=|e3sgLlZhbHVlcy52YXN0QXBpS2V5IH19»
        """#),
      Form(
        "helm template", "templates/secret.yaml",
        #"""
        data:
          VAST_API_KEY: {{ .Values.vastai.apiKey | b64enc | quote }}
          checksum: {{ include "x" . | sha256sum }}
        """#
      ),
      Form(
        "ansible", "vars.yml",
        #"""
        vast_api_key: "{{ lookup('env', 'VAST_API_KEY') }}"
        vastai_api_key: "{{ vault_vastai_api_key }}"
        """#
      ),
      Form(
        "windows", "run.bat",
        #"""
        set VAST_API_KEY=%VAST_API_KEY%\#r
        vastai --api-key %VAST_API_KEY% show user\#r
        """#),
      Form(
        "powershell", "run.ps1",
        #"""
        $env:VAST_API_KEY = $Key
        vastai set api-key $env:VAST_API_KEY
        """#),
      Form(
        "documentation", "docs/api.md",
        #"""
        # Authentication

        Send `Authorization: Bearer «v=YOUR_API_KEY|<API_KEY>|$VAST_API_KEY|abc123...»` with each call to `https://console.vast.ai/api/v0/`.

            vastai set api-key xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            curl "https://console.vast.ai/api/v0/instances/?api_key=YOUR_API_KEY"

        The answer: `{"instance_api_key": "d15a...", "jupyter_token": "a1b2c3..."}`
        """#),
      Form(
        "dotenv example", ".env.example",
        #"""
        VAST_API_KEY=«v=|your-api-key-here|<from https://cloud.vast.ai/manage-keys/>|none|changeme»
        HF_TOKEN=hf_xxx
        OPENAI_API_KEY=sk-...
        WANDB_API_KEY=your_wandb_key
        """#
      ),
      Form(
        "recipe of an instance's key", "onstart.sh",
        #"""
        # from the documentation: makes the key again where it is missing
        cd ~ && echo -n $(md5sum ~/.ssh/authorized_keys | awk '{print $1;}')$(echo -n $VAST_CONTAINERLABEL | md5sum | awk '{print $1;}') > ~/.vast_api_key
        env | grep _ >> /etc/environment
        """#),
      Form(
        "instance variables", "entrypoint.sh",
        #"""
        OPEN_BUTTON_TOKEN=1
        JUPYTER_TOKEN=mytoken
        CONTAINER_API_KEY=${CONTAINER_API_KEY}
        WEBCONTAINER_API_KEY=abc
        CONTAINER_API_KEY=0
        """#
      ),
      Form(
        "installer", "docs/host.md",
        #"""
        wget https://console.vast.ai/install -O install; sudo python3 install «v=<KEY>|YOUR_KEY|$KEY»; history -d $((HISTCMD-1))
        """#
      ),
      Form(
        "login", "launch.sh",
        #"""
        vastai create instance $ID --login '-u $DOCKER_USER -p $DOCKER_TOKEN docker.io' --env '-e VAST_API_KEY=$VAST_API_KEY'
        vastai create instance 1 --login "-u bob -p <access token> docker.io"
        """#
      ),
      Form(
        "backup codes that are none", "docs/2fa.md",
        #"""
        VAST.AI 2FA BACKUP CODES

         1. XXXX-XXXX-XXXX
         2. XXXX-XXXX-XXXX

        Licence of the editor: ABCD-EFGH-IJKL
        otpauth://totp/vast.ai%3Ayou@example.com?secret=<base32>&issuer=vast.ai
        """#
      ),
      Form(
        "webhook reference", "hook.py",
        #"""
        SECRET = os.environ['VAST_WEBHOOK_SECRET'].encode()
        VAST_WEBHOOK_SECRET = "your-webhook-secret"
        """#
      ),
      Form(
        "private key that is none", "docs/ssh.md",
        #"""
        Paste the key for ssh4.vast.ai:

            -----\#u{42}EGIN OPENSSH PRIVATE KEY-----
            ...
            -----\#u{45}ND OPENSSH PRIVATE KEY-----

        It is in ~/.ssh/vastai_key
        """#
      ),
      Form(
        "public keys", "home/.ssh/«n=vastai_key.pub|authorized_keys|vastai.pub»",
        "ssh-ed25519 «public» vastai-instances\n"),
      Form(
        "ssh configuration", "home/.ssh/config",
        #"""
        Host *.vast.ai
          User root
          IdentityFile ~/.ssh/vastai_key
          StrictHostKeyChecking accept-new
        """#
      ),
      Form(
        "known hosts", "home/.ssh/known_hosts",
        #"""
        [ssh5.vast.ai]:«port» ssh-ed25519 «public»
        |1|«gosum»|«gosum2» ssh-ed25519 «public2»
        """#),
      Form(
        "masked log", "logs/ci.log",
        #"""
        + vastai set api-key ***
        Your api key ending in ...«short» has been saved
        Authorization: Bearer [REDACTED]
        VAST_API_KEY=****************************************************************
        """#
      ),
    ])

  /// 64 digits that nobody's chance has made.
  static let dull = Group(
    .trap, "low randomness", rounds: 2,
    dullValues.flatMap { name, value in
      [
        Form("\(name), shell", "a.sh", "export VAST_API_KEY=\(value)\n"),
        Form("\(name), python", "b.py", "client = VastAI(api_key=\"\(value)\")\n"),
        Form(
          "\(name), url", "c.md",
          "curl 'https://console.vast.ai/api/v0/instances/?api_key=\(value)'\n"),
        Form("\(name), fixture", "vast_api_key", "\(value)\n"),
      ]
    })

  private static let dullValues: [(String, String)] = [
    ("zeros", String(repeating: "0", count: 64)),
    ("one letter", String(repeating: "a", count: 64)),
    ("beef", String(repeating: "deadbeef", count: 8)),
    ("counting", String(repeating: "0123456789abcdef", count: 4)),
    ("arithmetic", (0..<32).map { Digest.hex(UInt64($0), digits: 2) }.joined()),
    (
      "documented signature",
      "a1b2c3d4e5f6" + (7...32).map { Digest.hex(UInt64($0), digits: 2) }.joined()
    ),
    ("pairs", String(repeating: "abcd1234", count: 8)),
    ("decimal", String(repeating: "1234567890", count: 7).prefix(64).description),
    ("nearly zeros", String(repeating: "0", count: 63) + "1"),
    ("halves", String(repeating: "a", count: 32) + String(repeating: "b", count: 32)),
  ]
}
