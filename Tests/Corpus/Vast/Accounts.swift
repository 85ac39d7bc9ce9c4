extension Group {
  /// Keys of logins, second factors, sub-accounts and teams.
  static let accounts = Group(
    .plain, "sessions, teams, second factors", rounds: 3,
    [
      Form("session file", "home/«user»/.config/vastai/vast_tfa_key", "«session»"),
      Form("session file elsewhere", "backup/vast_tfa_key", "«session»\n"),
      Form(
        "session answer", "logs/tfa.json",
        #"""
        {"url": "https://console.vast.ai/api/v0/tfa/", "response": {"success": true, "session_key": "«session»", "backup_codes_remaining": 9}}
        """#
      ),
      Form(
        "session variable", ".env.local",
        #"""
        VAST_TFA_KEY=«session»
        VAST_SESSION_KEY=«session2»
        """#),
      Form(
        "session written", "scripts/login.sh",
        #"""
        #!/bin/bash
        printf '%s' '«session»' > ~/.config/vastai/vast_tfa_key
        """#),
      Form(
        "session as bearer", "debug/console.txt", as: "vast",
        #"""
        > GET /api/v0/users/current/ HTTP/2
        > Host: cloud.vast.ai
        > Authorization: Bearer «session»
        > Referer: https://cloud.vast.ai/instances/
        """#
      ),
      Form(
        "backup codes", "home/«user»/Downloads/vastai_backup_codes_«date»_12-30-00.txt",
        #"""
        VAST.AI 2FA BACKUP CODES
        ========================

        Generated: «date» 12:30:00
        Keep these codes safe. Each can be used once.

         1. «code»
         2. «code2»
        """#
      ),
      Form(
        "backup codes in a note", "notes/vast.md",
        #"""
        Vast.ai 2FA backup codes:

        - «code»
        - «code2»
        """#),
      Form(
        "one time uri", "notes/2fa.txt",
        #"""
        otpauth://totp/«l=vast.ai%3A|Vast.ai:|vast.ai:»«user»@example.invalid?secret=«totp»&issuer=«i=vast.ai|Vast.ai»
        """#
      ),
      Form(
        "one time uri in json", "export/authenticator.json",
        #"""
        {"items":[{"name":"vast.ai","login":{"username":"«user»","totp":"otpauth://totp/vast.ai%3A«user»%40example.invalid?secret=«totp»&issuer=vast.ai&digits=6"}}]}
        """#
      ),
      Form(
        "sub-account keys", "logs/regenerate.json",
        #"""
        {"success": true, "regenerated_keys": [{"user_id": «num», "email": "«user»@example.invalid", "derived_key": "«derived»"}, {"user_id": «num2», "email": "ops@example.invalid", "derived_key": "«derived2»"}], "via": "vast.ai"}
        """#
      ),
      Form(
        "sub-accounts", "dumps/subaccounts.json",
        #"""
        GET https://console.vast.ai/api/v0/subaccounts/?owner=me
        {"users": [{"id": «num», "email": "«user»@example.invalid", "api_key": "«derived»", "balance": 0}]}
        """#
      ),
      Form(
        "team keys", "dumps/team.json",
        #"""
        {"endpoint":"/api/v0/team/apikeys/","host":"console.vast.ai","keys":{"«num»":[{"id":«num2»,"username":"«user»","key":"«key»","key_type":"team"}]}}
        """#
      ),
      Form(
        "old key list", "dumps/apikeys.json",
        #"""
        {"apikeys":[{"id":«num»,"user_id":«num2»,"key":"«key»","key_type":"api","name":"ci","team_id":null,"permissions":{"api":{"instance_read":{}}}}],"source":"vastai show api-keys --raw"}
        """#
      ),
      Form(
        "user object", "internal/vast/testdata/user.json",
        #"""
        {"can_pay":true,"id":«num»,"api_key":"«key»","key_id":«num2»,"username":"«user»","email":"«user»@example.invalid","tfa_status":"disabled","balance":0,"credit":12.5,"ssh_key":"ssh-ed25519 «public»","host_agreement_accepted":0}
        """#
      ),
    ])

  /// Secrets of webhooks and registries that Vast.ai is given.
  static let deliveries = Group(
    .plain, "webhooks and registries", rounds: 3,
    [
      Form(
        "webhook variable", ".env",
        #"""
        PORT=8080
        VAST_WEBHOOK_SECRET=«q="|'|»«s=«webhook»|«whsec»»«q»
        """#),
      Form(
        "webhook file", "vast-webhook.json",
        #"""
        {
          "id": «num»,
          "url": "https://hooks.example.invalid/vast",
          "webhook_secret": "«webhook»",
          "events": ["instance.stopped"]
        }
        """#
      ),
      Form(
        "webhook source", "app/hook.py",
        #"""
        import hmac, hashlib

        VAST_WEBHOOK_SECRET = "«whsec»"

        def verify(body, header):
            mac = hmac.new(VAST_WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
            return hmac.compare_digest(f"sha256={mac}", header["X-Vast-Signature-256"])
        """#
      ),
      Form(
        "rotated webhook", "logs/rotate.txt",
        #"""
        POST https://console.vast.ai/api/v0/webhooks/«num»/rotate-secret/
        {"success": true, "webhook_secret": "«webhook»"}
        """#
      ),
      Form(
        "login option", "launch.sh",
        #"""
        vastai create instance «id» --image registry.example.invalid/«word»:1 --login '-u «user» -p «s=«registry»|«password»» docker.io' --disk 50
        """#
      ),
      Form(
        "image login", "template.json",
        #"""
        {"client_id": "me", "image": "«user»/private:latest", "image_login": "-u «user» -p «registry» docker.io", "runtype": "ssh", "env": {"-p 8080:8080": "1"}, "host": "vast.ai"}
        """#
      ),
      Form(
        "template fields", "templates/vast-template.json",
        #"""
        {
          "name": "«word»",
          "image": "ghcr.io/«user»/«word»",
          "docker_login_repo": "ghcr.io",
          "docker_login_user": "«user»",
          "docker_login_pass": "«s=«registry»|«password»»"
        }
        """#
      ),
      Form(
        "snapshot", "snap.sh",
        #"""
        vastai take snapshot «id» --repo «user»/snap --docker_login_user «user» --docker_login_pass «password»
        """#
      ),
      Form(
        "python create", "rent.py",
        #"""
        from vastai import VastAI
        v = VastAI()
        v.create_instance(id=«id», image='«user»/x', login='-u «user» -p «registry» docker.io')
        """#
      ),
      Form(
        "terraform template", "vast.tf",
        #"""
        resource "vastai_template" "t" {
          name              = "«word»"
          image             = "«user»/private"
          docker_login_repo = "docker.io"
          docker_login_user = "«user»"
          docker_login_pass = "«password»"
        }
        """#
      ),
    ])
}
