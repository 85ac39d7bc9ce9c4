extension Group {
  /// What people write between a name and its value, and forms that tell by little whose a key is.
  static let remarks = Group(
    .plain, "remarks and lists", rounds: 2,
    [
      Form("remark in brackets", "NOTES.md", "Vast API key («r=ask bob|CI|read only»): «key»\n"),
      Form("remark and a line", "NOTES.md", "Vast.ai API key («r=ask bob|shared»):\n\n    «key»\n"),
      Form("remark behind a dash", "NOTES.md", "Vast.ai key - do not commit! «key»\n"),
      Form(
        "comment in brackets", "app/settings.py",
        #"""
        «NAME» = (  # of the CI
            # made in May
            "«key»"
        )
        """#),
      Form(
        "comments in a list", "app/settings.py",
        #"""
        VAST_API_KEYS = [
            # main
            "«key»",
            # team
            "«key2»",
        ]
        """#),
      Form(
        "array of a shell", "run.sh",
        #"""
        VAST_KEYS=(
          «key»
          «key2»
        )
        """#),
      Form(
        "after a bucket", "config.toml",
        #"""
        [storage]
        bucket = "«word»"

        [[accounts]]
        provider = "vastai"
        key = "«key»"
        """#),
      Form(
        "bearer on the next line", "src/main.rs",
        #"""
        let me = client
            .get("https://console.vast.ai/api/v0/users/current/")
            .bearer_auth("«key»")
            .send();
        """#),
      Form(
        "key that is set", "main.py",
        #"""
        from vastai import VastAI
        client = VastAI()
        client.set_api_key("«key»")
        """#),
      Form(
        "rows without columns", "seed.sql",
        "INSERT INTO accounts VALUES (1,'runpod',NULL),(2,'vast.ai','«key»');\n"),
      Form(
        "dump", "dump.sql",
        "COPY public.config (id, vast_api_key) FROM stdin;\n1\t«key»\n\\.\n"),
      Form(
        "installer as a program", "host.sh",
        #"""
        wget https://console.vast.ai/install -O install
        chmod +x install
        sudo ./install «host»
        """#),
      Form(
        "installer and a variable", "host.sh",
        #"""
        MACHINE_KEY=«host»
        wget https://console.vast.ai/install -O install; sudo python3 install $MACHINE_KEY
        """#),
      Form("file of its own", "«p=.secrets/vastai|keys/vast|creds/vastai.txt»", "«key»\n"),
      Form(
        "text in JSON", "log.json", #"{"log": "A=1\nCONTAINER_API_KEY=«instance»\nB=2"}"# + "\n"),
      Form("section in JSON", "tool.json", #"{"text": "vast:\n  api_key: «key»\n"}"# + "\n"),
      Form(
        "section in a diff", "change.diff",
        "@@ -0,0 +1,2 @@\n+vast:\n+  api_key: «key»\n"),
      Form("section in comments", "config.yaml", "# vast:\n#   api_key: «key»\n"),
      Form(
        "section in a log", "pod.log",
        """
        2026-03-01T10:00:00.123Z stdout F vast:
        2026-03-01T10:00:00.123Z stdout F   api_key: «key»
        """),
      Form("webhook in a section", "config.yaml", "vast:\n  webhook_secret: «whsec»\n"),
      Form("backup code", "login.sh", "vastai tfa login --backup-code «code»\n"),
    ])
}
