extension Group {
  /// Lock files of package managers that name Vast.ai's packages.
  static let locks = Group(
    .trap, "lock files", rounds: 4,
    [
      Form(
        "poetry", "poetry.lock",
        #"""
        [[package]]
        name = "vastai"
        version = "1.9.1"
        files = [
            {file = "vastai-1.9.1-py3-none-any.whl", hash = "sha256:«sha»"},
            {file = "vastai-1.9.1.tar.gz", hash = "sha256:«sha2»"},
        ]

        [metadata]
        content-hash = "«sha3»"
        """#
      ),
      Form(
        "requirements", "requirements.txt",
        #"""
        vastai==1.9.1 \
            --hash=sha256:«sha» \
            --hash=sha256:«sha2»
        vastai-sdk==1.9.1 --hash=sha256:«sha3»
        """#
      ),
      Form(
        "pipenv", "Pipfile.lock",
        #"""
        {"_meta": {"hash": {"sha256": "«sha»"}}, "default": {"vastai": {"hashes": ["sha256:«sha2»", "sha256:«sha3»"], "version": "==1.9.1"}}}
        """#
      ),
      Form(
        "uv", "uv.lock",
        #"""
        [[package]]
        name = "vastai"
        version = "1.9.1"
        sdist = { url = "https://files.pythonhosted.org/vastai-1.9.1.tar.gz", hash = "sha256:«sha»", size = 1 }
        wheels = [{ url = "https://files.pythonhosted.org/vastai.whl", hash = "sha256:«sha2»" }]
        """#
      ),
      Form(
        "pdm", "pdm.lock",
        #"""
        [metadata]
        content_hash = "sha256:«sha»"

        [[package]]
        name = "vastai"
        files = [{file = "vastai.whl", hash = "sha256:«sha2»"}]
        """#
      ),
      Form(
        "cargo", "Cargo.lock",
        #"""
        [[package]]
        name = "vast-ai"
        version = "0.1.0"
        source = "registry+https://github.com/rust-lang/crates.io-index"
        checksum = "«sha»"
        """#
      ),
      Form(
        "npm", "package-lock.json",
        #"""
        {"packages": {"node_modules/vastai": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/vastai/-/vastai-1.0.0.tgz", "integrity": "sha512-«sri»"}}}
        """#
      ),
      Form(
        "yarn", "yarn.lock",
        #"""
        "vastai@npm:^1.0.0":
          version: 1.0.0
          resolution: "vastai@npm:1.0.0"
          checksum: 10/«long»
        """#
      ),
      Form(
        "yarn, old", "yarn.lock",
        #"""
        vastai@^1.0.0:
          resolved "https://registry.yarnpkg.com/vastai/-/vastai-1.0.0.tgz#«git»"
          integrity sha512-«sri»
        """#
      ),
      Form(
        "pnpm", "pnpm-lock.yaml",
        #"""
        packages:
          vastai@1.0.0:
            resolution: {integrity: sha512-«sri»}
        """#),
      Form(
        "go", "go.sum",
        #"""
        github.com/vast-ai/go v0.1.0 h1:«gosum»
        github.com/vast-ai/go v0.1.0/go.mod h1:«gosum2»
        """#
      ),
      Form(
        "composer", "composer.lock",
        #"""
        {"content-hash": "«md»", "packages": [{"name": "vast-ai/client", "dist": {"shasum": "«git»", "reference": "«git2»"}}]}
        """#
      ),
      Form(
        "gemfile", "Gemfile.lock",
        #"""
        GEM
          specs:
            vastai (1.0.0)

        CHECKSUMS
          vastai (1.0.0) sha256=«sha»
        """#),
      Form(
        "swift", "Package.resolved",
        #"""
        {"originHash": "«sha»", "pins": [{"identity": "vastai-swift", "state": {"revision": "«git»"}}]}
        """#
      ),
      Form(
        "pub", "pubspec.lock",
        #"""
        packages:
          vastai:
            description:
              name: vastai
              sha256: "«sha»"
              url: "https://pub.dev"
            version: "0.1.0"
        """#
      ),
      Form(
        "mix", "mix.lock",
        #"""
        %{
          "vastai": {:hex, :vastai, "0.1.0", "«sha»", [:mix], [], "hexpm", "«sha2»"},
        }
        """#
      ),
      Form(
        "flake", "flake.lock",
        #"""
        {"nodes": {"vastai": {"locked": {"narHash": "sha256-«gosum»", "rev": "«git»", "owner": "vast-ai"}}}}
        """#
      ),
      Form(
        "bazel", "MODULE.bazel",
        #"""
        http_archive(
            name = "vastai",
            sha256 = "«sha»",
            urls = ["https://github.com/vast-ai/vast-cli/archive/«git».tar.gz"],
        )
        """#
      ),
      Form(
        "bazel lock", "MODULE.bazel.lock",
        #"""
        {"lockFileVersion": 11, "registryFileHashes": {"https://bcr.bazel.build/modules/vastai/MODULE.bazel": "«sha»", "https://bcr.bazel.build/x": "«sha2»"}}
        """#
      ),
      Form(
        "conda", "conda-lock.yml",
        #"""
        package:
        - name: vastai
          hash:
            md5: «md»
            sha256: «sha»
          url: https://conda.anaconda.org/vastai.conda
        """#
      ),
      Form(
        "pixi", "pixi.lock",
        #"""
        packages:
        - pypi: https://files.pythonhosted.org/vastai-1.9.1.whl
          name: vastai
          sha256: «sha»
        """#
      ),
      Form(
        "gradle", "gradle/verification-metadata.xml",
        #"""
        <component group="ai.vast" name="vastai" version="1"><artifact name="vastai.jar"><sha256 value="«sha»" origin="Generated"/></artifact></component>
        """#
      ),
      Form(
        "helm", "Chart.lock",
        #"""
        dependencies:
        - name: vastai
          repository: https://x.invalid
          version: 1.0.0
        digest: sha256:«sha»
        """#
      ),
      Form(
        "deno", "deno.lock",
        "{\"version\": \"3\", \"remote\": {\"https://deno.land/x/vastai/mod.ts\": \"«sha»\"}}\n"),
      Form(
        "record of a wheel", "vastai-1.9.1.dist-info/RECORD",
        #"""
        vastai/__init__.py,sha256=«q=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU»,0
        vastai/cli.py,sha256:«sha»,1123
        """#
      ),
    ])
}
