extension Group {
  /// Secrets that are encrypted.
  static let sealed = Group(
    .trap, "encrypted", rounds: 4,
    [
      Form(
        "sops", "secrets.enc.yaml",
        #"""
        vast_api_key: ENC[AES256_GCM,data:«blob»,iv:«gosum»,tag:AAAAAAAAAAAAAAAAAAAAAA==,type:str]
        sops:
          age:
            - recipient: age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq
              enc: |
                -----\#u{42}EGIN AGE ENCRYPTED FILE-----
                «blob2»
                -----\#u{45}ND AGE ENCRYPTED FILE-----
          mac: ENC[AES256_GCM,data:«blob3»,type:str]
          lastmodified: "«date»T«time»Z"
        """#
      ),
      Form(
        "sops dotenv", ".env.enc",
        #"""
        VAST_API_KEY=ENC[AES256_GCM,data:«blob»,iv:«gosum»,tag:«gosum2»,type:str]
        sops_mac=ENC[AES256_GCM,data:«blob2»,type:str]
        """#
      ),
      Form(
        "sealed secret", "sealed.yaml",
        #"""
        apiVersion: bitnami.com/v1alpha1
        kind: SealedSecret
        metadata: {name: vastai}
        spec:
          encryptedData:
            VAST_API_KEY: AgB«blob»«blob2»
            vastai-api-key: AgA«blob3»
        """#
      ),
      Form(
        "ansible vault", "group_vars/all/vault.yml",
        #"""
        vast_api_key: !vault |
          $ANSIBLE_VAULT;1.1;AES256
          «long/eighty»
          «long2/eighty»
        """#),
      Form(
        "ansible vault file", "vast_vault.yml",
        #"""
        $ANSIBLE_VAULT;1.1;AES256
        «sha»3031323334353637
        «sha2»3031323334353637
        «sha3»6162636465666768
        «sha4»
        """#
      ),
      Form(
        "dotenv vault", ".env.vault",
        #"""
        #/-------------------.env.vault---------------------/
        DOTENV_VAULT_DEVELOPMENT="«blob»«blob2»"
        DOTENV_VAULT_DEVELOPMENT_VERSION=3
        """#
      ),
      Form(
        "dotenvx", ".env.production",
        #"""
        DOTENV_PUBLIC_KEY_PRODUCTION="03«sha»"
        VAST_API_KEY="encrypted:BE«blob»«blob2»"
        """#),
      Form("git-crypt", "vast_api_key", "\0GITCRYPT\0«blob»«blob2»\n"),
      Form(
        "pulumi", "Pulumi.prod.yaml",
        #"""
        encryptionsalt: v1:«gosum»:v1:«gosum2»
        config:
          gpu:vastApiKey:
            secure: v1:«gosum3»:«blob»
        """#
      ),
      Form(
        "travis", ".travis.yml",
        #"""
        env:
          global:
            # VAST_API_KEY
            - secure: "«blob»«blob2»"
        """#),
      Form(
        "chef", "vast.json",
        #"""
        {"id": "vastai", "api_key": {"encrypted_data": "«blob»\n", "iv": "«gosum»\n", "cipher": "aes-256-cbc", "version": 1}}
        """#
      ),
      Form(
        "password hashes", "users.yaml",
        #"""
        # vast.ai portal
        users:
          vastai: "$2y$10$«v=N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy»"
          web: "sha256$«q=ab12cd34»$«sha»"
        """#
      ),
    ])
}
