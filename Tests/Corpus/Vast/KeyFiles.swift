extension Group {
  /// Private keys for instances.
  static let privateKeys = Group(
    .plain, "private keys", rounds: 2,
    [
      Form(
        "by name",
        "home/«user»/.ssh/«n=vastai_key|vast_ai_key|id_rsa_vast|vast_ed25519|id_ed25519_vastai»",
        "«sshplain»\n"),
      Form("rsa by name", "keys/«n=vast_rsa|id_rsa_vastai|vastai.pem|vast.pem»", "«sshrsa»\n"),
      Form("pkcs8 by name", "secrets/vast_key.pem", "«sshpkcs»\n"),
      Form("elliptic curve by name", ".ssh/id_ecdsa_vast", "«sshec»\n"),
      Form("by comment", "«word»/id_ed25519", "«sshopen»\n"),
      Form("by another comment", "files/deploy_key", "«sshuser»\n"),
      Form("locked, by name", ".ssh/vastai", "«sshlocked»\n"),
      Form("locked rsa, by name", ".ssh/vast_v3", "«sshrsalocked»\n"),
      Form("locked pkcs8, by name", "keys/vastai_key.pem", "«sshpkcslocked»\n"),
      Form(
        "here document", "bootstrap.sh",
        #"""
        #!/bin/bash
        mkdir -p ~/.ssh
        cat > ~/.ssh/vastai_key <<'EOF'
        «sshopen»
        EOF
        chmod 600 ~/.ssh/vastai_key
        ssh -i ~/.ssh/vastai_key -p «port» root@ssh4.vast.ai
        """#
      ),
      Form(
        "python string", "connect.py",
        #"""
        HOST = 'ssh5.vast.ai'
        KEY = """«sshplain»
        """
        client.connect(HOST, port=«port», username='root', pkey=load(KEY))
        """#
      ),
      Form(
        "json string", "config/ssh.json",
        #"""
        {"host": "ssh2.vast.ai", "port": «port», "user": "root", "privateKey": "«sshrsa/json»\n"}
        """#
      ),
      Form(
        "yaml block", "group_vars/gpu.yml",
        #"""
        ansible_host: ssh3.vast.ai
        ansible_port: «port»
        vast_ssh_private_key: |
            «sshplain/indent»
        """#
      ),
      Form(
        "kubernetes", "k8s/ssh.yaml",
        #"""
        apiVersion: v1
        kind: Secret
        metadata: {name: vastai-ssh}
        type: kubernetes.io/ssh-auth
        data:
          ssh-privatekey: «sshplain/base64»
        """#
      ),
      Form(
        "any, tracked", ".ssh/id_ed25519", onlyWhenTracked: true, "«sshplain»\n"),
      Form("any rsa, tracked", "certs/server.key", onlyWhenTracked: true, "«sshrsa»\n"),
    ])

  /// Files that hold a key and nothing else: their path tells.
  static let keyFiles = Group(
    .plain, "key files", rounds: 3,
    [
      Form("legacy", "home/«user»/.vast_api_key", "«key»«e=\n|»"),
      Form("of the client", "home/«user»/.config/vastai/vast_api_key", "«key»«e=\n|»"),
      Form("bare name", "«p=|conf/|secrets/»vast_api_key", "«key»\n"),
      Form(
        "with a suffix",
        #"""
        «n=vast_api_key.txt|vastai_api_key.txt|.vast_api_key.bak|vast-api-key|vastai.key|.vastai_key|vast_key.txt|vast.key»
        """#,
        "«key»\n"),
      Form(
        "secret of compose", "secrets/«n=vast_api_key|VAST_API_KEY|vastai_api_key.txt»", "«key»"),
      Form("dos line end", "vast_api_key.txt", "«key»\r\n"),
      Form("quoted", ".vast_api_key", "\"«key»\"\n"),
      Form("backup", "backup/root/.vast_api_key~", "«key»\n"),
      Form("kubernetes mount", "etc/secrets/vastai/api-key", "«key»"),
    ])
}
