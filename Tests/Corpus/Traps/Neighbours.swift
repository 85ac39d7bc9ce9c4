extension Group {
  /// Files that speak of Vast.ai throughout, with ids and digests between the lines.
  static let neighbourhood = Group(
    .trap, "ids in Vast.ai's own texts", rounds: 4,
    [
      Form(
        "instance row", "instances.json",
        #"""
        {"instances": [{"id": «id», "image_uuid": "vastai/pytorch@sha256:«sha»", "template_hash_id": "«md»", "machine_id": «num», "ssh_host": "ssh5.vast.ai", "label": null, "docker_image_id": "sha256:«sha2»"}]}
        """#
      ),
      Form(
        "audit log", "audit.json",
        #"""
        [{"ip_address": "«ip»", "api_key_id": «num», "created_at": «epoch».2, "api_route": "api.instance.show", "args": {"request_hash": "«sha»"}, "host": "console.vast.ai"}]
        """#
      ),
      Form(
        "model cache", "cache.txt",
        #"""
        # on vast.ai, after the first start
        /workspace/.hf_home/hub/models--x/blobs/«sha»
        /workspace/.hf_home/hub/models--x/blobs/«sha2»
        """#
      ),
      Form(
        "models and client", "fetch.py",
        #"""
        from vastai import VastAI

        client = VastAI(api_key=os.environ["VAST_API_KEY"])
        MODELS = {
            "flux.safetensors": "«sha»",
            "vae.pt": "«sha2»",
        }
        """#
      ),
      Form(
        "pull progress", "onstart.log",
        #"""
        vast.ai: starting instance «id»
        Unable to find image locally
        «sha»: Downloading [====>    ] 1.2GB/4.1GB
        exporting to image sha256:«sha2» done
        writing manifest list «sha3»
        """#
      ),
      Form(
        "template page", "template.md",
        #"""
        # Vast.ai template

        Link: https://cloud.vast.ai/?ref_id=«num»&creator_id=«num2»&name=x&template_id=«md»

        Image digest `«sha»`, layer `«sha2»`.
        """#
      ),
      Form(
        "signed url", "download.log",
        #"""
        vast.ai worker fetched https://bucket.s3.amazonaws.com/m.bin?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=«word»&X-Amz-Signature=«sha»
        """#
      ),
      Form(
        "certificate", "portal.txt",
        #"""
        vast.ai instance portal
        SHA256 Fingerprint=«sha»
        serial «md»
        pin-sha256="«gosum»"
        """#),
      Form(
        "web token", "vast.txt",
        #"""
        vast.ai portal
        Cookie: sid=«uuid»; theme=dark; build=«sha»
        Etag: W/"«sha2»"
        """#),
      Form(
        "run ids", "sweep.csv",
        #"""
        provider,instance,config_hash,loss
        vast.ai,«id»,«sha»,0.31
        vast.ai,«id2»,«sha2»,0.29
        """#),
      Form(
        "changelog", "CHANGELOG.md",
        #"""
        ## 1.4.0

        - vast.ai: reads VAST_API_KEY (`«git»`)
        - vast.ai: the wheel's digest is now `«sha»`
        - API key file moves to ~/.config/vastai/vast_api_key
        """#
      ),
      Form(
        "test of a parser", "tests/test_digest.py",
        #"""
        def test_image_digest():
            image = "vastai/base-image@sha256:«sha»"
            assert parse(image).digest == "«sha»"
            assert layer_id("vast") != "«sha2»"
        """#
      ),
    ])

  /// Nothing where the key would stand, and something that looks like one behind it.
  static let empties = Group(
    .trap, "no key, a digest behind", rounds: 4,
    [
      Form(
        "dotenv", ".env",
        #"""
        VAST_API_KEY=
        MODEL_SHA256=«sha»
        VASTAI_API_KEY=""
        CHECKSUM=«sha2»
        """#),
      Form(
        "yaml", "conf.yaml",
        #"""
        vast_api_key:
        model_hash: «sha»
        vastai_api_key: null
        revision: «sha2»
        """#),
      Form("json", "conf.json", "{\"vast_api_key\": \"\", \"etag\": \"«sha»\"}\n"),
      Form(
        "json, null", "conf.json",
        "{\"vastApiKey\": null, \"sha256\": \"«sha»\", \"digest\": \"«sha2»\"}\n"),
      Form(
        "python", "conf.py",
        #"""
        VAST_API_KEY = None
        MODEL_DIGEST = "«sha»"
        VASTAI_API_KEY = os.environ.get("VASTAI_API_KEY")  # see «git»
        CHECKSUM = "«sha2»"
        """#
      ),
      Form(
        "signature", "client.py",
        #"""
        def rent(vast_api_key: str, image_digest: str = "sha256:«sha»") -> None:
            ...
        """#),
      Form(
        "masked, then an id", "ci.log",
        #"""
        $ vastai set api-key ***
        artifact sha256:«sha» uploaded
        commit «sha2»
        """#),
      Form(
        "workflow", ".github/workflows/x.yml",
        #"""
        env:
          VAST_API_KEY: ${{ secrets.VAST_API_KEY }}
          IMAGE_DIGEST: «sha»
          CACHE_KEY: «sha2»
        """#
      ),
      Form(
        "terraform", "main.tf",
        #"""
        provider "vastai" {
          api_key = var.vast_api_key
        }

        locals {
          source_code_hash = "«sha»"
        }
        """#
      ),
      Form(
        "compose", "compose.yaml",
        #"""
        services:
          a:
            environment:
              - VAST_API_KEY
              - BUILD_SHA=«sha»
            image: x@sha256:«sha2»
        """#
      ),
      Form(
        "shell", "get.sh",
        #"""
        KEY=$(cat ~/.config/vastai/vast_api_key)
        SUM=«sha»
        [ "$(sha256sum vast.py | cut -d' ' -f1)" = "«sha2»" ] || exit 1
        """#
      ),
      Form(
        "table", "docs/files.md",
        #"""
        | file | sha256 |
        | --- | --- |
        | vast_api_key.md | `«sha»` |
        | vastai.py | `«sha2»` |
        """#
      ),
      Form(
        "state", "terraform.tfstate",
        #"""
        {"resources": [{"type": "vastai_template", "instances": [{"attributes": {"hash_id": "«md»", "image": "vastai/base-image@sha256:«sha»", "source_hash": "«sha2»"}}]}]}
        """#
      ),
      Form(
        "object list", "ls.txt",
        #"""
        2025-03-12 10:00  64  s3://vast-backup/vast_api_key.enc  sha256=«sha»
        2025-03-12 10:00  9k  s3://vast-backup/blobs/«sha2»
        """#
      ),
    ])
}
