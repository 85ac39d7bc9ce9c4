extension Group {
  /// Digests that say so, in files that are about Vast.ai.
  static let digests = Group(
    .trap, "digests", rounds: 4,
    [
      Form(
        "image digest", "docker-compose.yml",
        #"""
        services:
          gpu:
            image: vastai/base-image@sha256:«sha»
            environment:
              VAST_API_KEY: ${VAST_API_KEY}
        """#),
      Form(
        "images in a script", "launch.sh",
        #"""
        IMAGE=vastai/pytorch:cuda-12.4.1-auto@sha256:«sha»
        vastai create instance $1 --image $IMAGE --disk 40
        vastai create instance $1 --image ghcr.io/a/b@sha256:«sha2»
        """#
      ),
      Form(
        "checksums", "SHA256SUMS",
        #"""
        «sha»  vastai-1.9.1-py3-none-any.whl
        «sha2»  vast.py
        «sha3» *vastai-sdk-1.9.1.tar.gz
        """#),
      Form(
        "installer check", "install.sh",
        #"""
        #!/bin/sh
        curl -fsSLo vast https://raw.githubusercontent.com/vast-ai/vast-python/master/vast.py
        echo "«sha»  vast" | sha256sum -c -
        «n=VAST_SHA256|VAST_CLI_CHECKSUM|vastai_sha256|EXPECTED_SHA256»=«sha2»
        """#),
      Form(
        "digest of the key", "tests/test_redaction.py",
        #"""
        # sha256 of the vast api key: «sha»
        VAST_API_KEY_SHA256 = "«sha2»"
        assert sha256("vast_api_key") == "«sha3»"
        """#
      ),
      Form(
        "digest under a telling name", "audit.json",
        #"""
        {"«n=vast_api_key_sha256|vast_key_hash|vastai_api_key_digest|vast_api_key_fingerprint|vastApiKeyHash»": "«sha»", "vast": {"file_hash": "«sha2»"}}
        """#
      ),
      Form(
        "hash of a deployment", "deploy.log",
        #"""
        PUT https://console.vast.ai/api/v0/deployments/«num»/ file_hash=«sha» size=10231
        uploaded «sha2».tar.gz to vast.ai
        """#
      ),
      Form(
        "signature header", "webhook.http",
        #"""
        POST /hook HTTP/1.1
        User-Agent: vast.ai-webhook/1
        X-Vast-Signature-256: sha256=«sha»
        X-Vast-Timestamp: «epoch»

        {}
        """#
      ),
      Form(
        "subresource", "index.html",
        #"""
        <!-- vast.ai fleet -->
        <script src="app.js" integrity="sha512-«sri»" crossorigin></script>
        """#
      ),
      Form(
        "large file pointer", "models/vast.safetensors",
        #"""
        version https://git-lfs.github.com/spec/v1
        oid sha256:«sha»
        size 134«num»
        """#),
      Form(
        "nix", "vastai.nix",
        #"""
        { fetchPypi }: buildPythonPackage { pname = "vastai"; src = fetchPypi { sha256 = "«sha»"; }; meta.homepage = "https://vast.ai"; }
        """#
      ),
      Form(
        "homebrew", "Formula/vastai.rb",
        #"""
        class Vastai < Formula
          homepage "https://vast.ai"
          url "https://files.pythonhosted.org/packages/vastai-1.9.1.tar.gz"
          sha256 "«sha»"
        end
        """#
      ),
      Form(
        "spec of a package", "bucket/vastai.json",
        #"""
        {"version": "1.9.1", "homepage": "https://vast.ai", "url": "https://x.invalid/vastai.zip", "hash": "«sha»"}
        """#
      ),
      Form(
        "bill of materials", "vastai.spdx.json",
        #"""
        {"name":"vastai","packages":[{"name":"vastai","checksums":[{"algorithm":"SHA256","checksumValue":"«sha»"}]}]}
        """#
      ),
      Form(
        "models", "models.yaml",
        #"""
        # for vast.ai instances
        models:
          - name: flux
            url: https://huggingface.co/x/resolve/main/flux.safetensors
            sha256: «sha»
          - name: sdxl
            sha256: «sha2»
        """#
      ),
      Form(
        "yaml with checks", "vast-provisioning.yml",
        #"""
        vastai:
          cli:
            version: 1.9.1
            checksum: «p=|sha256:»«sha»
            digest: "«sha2»"
        """#
      ),
      Form(
        "ansible check", "roles/vast/tasks/main.yml",
        #"""
        - get_url:
            url: https://console.vast.ai/install
            dest: /tmp/install
            checksum: sha256:«sha»
        """#
      ),
      Form(
        "dockerfile", "Dockerfile",
        #"""
        FROM vastai/base-image@sha256:«sha»
        ARG VAST_CLI_SHA256=«sha2»
        ADD --checksum=sha256:«sha3» https://vast.ai/x /x
        RUN echo "${VAST_CLI_SHA256}  vast" | sha256sum -c
        """#
      ),
      Form(
        "terraform lock", ".terraform.lock.hcl",
        #"""
        provider "registry.terraform.io/realnedsanders/vastai" {
          version = "0.3.0"
          hashes = [
            "h1:«gosum»",
            "zh:«sha»",
            "zh:«sha2»",
          ]
        }
        """#
      ),
      Form(
        "answer with etag", "curl.txt",
        #"""
        > GET /api/v0/bundles/ HTTP/2
        > Host: console.vast.ai
        < HTTP/2 200
        < etag: "«sha»"
        < x-request-id: «md»
        < content-digest: sha-256=:«gosum»:
        """#
      ),
      Form(
        "pulled image", "logs/docker.log",
        #"""
        Instance «id» on vast.ai
        «short»: Pull complete
        Digest: sha256:«sha»
        Status: Downloaded newer image for vastai/pytorch:latest
        """#
      ),
      Form(
        "docker images", "notes/docker.txt",
        #"""
        CONTAINER ID: «sha»
        vastai/base-image   latest   sha256:«sha2»   2 weeks ago   12GB
        """#),
      Form(
        "template hash", "template.sh",
        #"""
        vastai create instance «id» --template_hash «md» --disk 20
        # template hash_id «md2»
        """#),
      Form(
        "cache key", "cache.log",
        "vast.ai build cache hit: key «sha» restored from vastai-«word»-«sha2».tar.zst\n"),
      Form(
        "golden digest in code", "vast_test.go",
        #"""
        func TestVast(t *testing.T) {
        	want := "«sha»"
        	if got := fmt.Sprintf("%x", sha256.Sum256(vastBody)); got != want {
        		t.Fatal(got)
        	}
        }
        """#
      ),
    ])
}
