extension Group {
  /// Parts of longer runs, and other lengths.
  static let runs = Group(
    .trap, "longer and shorter runs", rounds: 4,
    [
      Form(
        "sha-512", "vast.sums",
        #"""
        «long»  vastai-1.9.1.tar.gz
        VAST_API_KEY_SHA512=«long2»
        """#),
      Form("api key of 128", ".env", "VAST_API_KEY=«long»\n"),
      Form("one digit more", ".env", "VAST_API_KEY=«sha»«d=0|a|f|9»\n"),
      Form("one digit less", ".env", "VAST_API_KEY=0«git»1234567\n"),
      Form(
        "in a word", "vast.log",
        #"""
        vast.ai session «sha»xyz opened
        vast_id_g«sha2»
        """#),
      Form("mixed case", "vast.txt", "vast.ai build «SHA»\n"),
      Form(
        "md5", "vast.yaml",
        #"""
        vast_template_hash: «md»
        template_hash_id: «md2»
        """#),
      Form("git id", ".env", "VAST_COMMIT=«git»\nVASTAI_CLI_REV=«git2»\n"),
      Form("uuid", "vast.json", "{\"vast_request_id\": \"«uuid»\", \"vast_machine\": \"«num»\"}\n"),
      Form(
        "hexdump", "vast.hex",
        #"""
        vast.ai firmware
        :10010000«md»«md2»«md»40
        «long»«long2»«sha»
        """#),
      Form("base64 run", "vast.txt", "vast.ai blob «blob»«sha»«blob2»\n"),
      Form(
        "path of a cache", "vast.log",
        #"""
        vast.ai: cached at /var/lib/docker/overlay2/«sha»/merged
        vast.ai: layer /var/lib/containerd/blobs/sha256/«sha2»
        """#
      ),
    ])

  /// Ids of git objects.
  static let objects = Group(
    .trap, "git objects", rounds: 4,
    [
      Form(
        "log of a sha-256 repository", "vast-log.txt",
        #"""
        commit «sha»
        Author: «user» <«user»@example.invalid>
        Date:   Mon Mar 3 «time» 2025 +0000

            Adds the vast.ai key loader

        commit «sha2»
        """#
      ),
      Form(
        "packed references", "mirror/packed-refs",
        #"""
        # pack-refs with: peeled fully-peeled sorted
        «sha» refs/heads/vast-api-key
        «sha2» refs/heads/vastai
        """#
      ),
      Form(
        "tree", "vast.tree",
        #"""
        100644 blob «sha»	vast_api_key.md
        100644 blob «sha2»	vastai.py
        040000 tree «sha3»	vast
        """#
      ),
      Form(
        "diff", "vast.patch",
        #"""
        diff --git a/vast.py b/vast.py
        index «sha»..«sha2» 100644
        --- a/vast.py
        +++ b/vast.py
        @@ -1 +1 @@
        -VAST_API_KEY = None
        +VAST_API_KEY = os.environ["VAST_API_KEY"]
        """#
      ),
      Form(
        "blame", "vast.blame",
        #"""
        «sha» 1 1 3
        author «user»
        summary vast.ai: token from the environment
        """#),
      Form(
        "submodule", "vast.gitmodules.txt",
        #"""
        +«sha» vendor/vast-cli (heads/master)
        -«git» vendor/vastai
        """#),
      Form(
        "workflow pin", ".github/workflows/vast.yml",
        #"""
        jobs:
          gpu:
            steps:
              - uses: vast-ai/action@«git»
              - uses: docker://vastai/cli@sha256:«sha»
        """#
      ),
    ])
}
