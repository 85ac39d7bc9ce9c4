/// Traps behind encodings and in containers.
enum WrappedTraps {
  static let texts = Group(
    .trap, "encoded traps", rounds: 4,
    [
      Form(
        "digest line in base64", "a.yaml",
        #"""
        «_x=«sha»  vastai-1.9.1-py3-none-any.whl
        »data:
          SHA256SUMS: «_x/base64»
        """#),
      Form(
        "image in base64", "b.txt",
        "«_x={\"image\":\"vastai/base-image@sha256:«sha»\"}»«_x/base64»\n"),
      Form(
        "lock file in base64", "c.txt",
        #"""
        «_x=vastai==1.9.1 --hash=sha256:«sha» --hash=sha256:«sha2»
        »«_x/base64wrapped»
        """#),
      Form(
        "reference in base64", "d.yaml",
        #"""
        «_x=VAST_API_KEY=${VAST_API_KEY}
        VAST_SHA256=«sha»
        »data:
          env: «_x/base64»
        """#),
      Form(
        "placeholder in base64", "e.yaml",
        #"""
        data:
          VAST_API_KEY: «p=eW91cl9hcGlfa2V5X2hlcmU=|PFlPVVJfQVBJX0tFWT4=»
        """#),
      Form(
        "digest, percent-encoded", "f.log",
        "«_x={\"vast_image\":\"sha256:«sha»\"}»GET /?s=«_x/percent» 200\n"),
      Form(
        "digest of the key in json in json", "g.json",
        "{\"log\": \"{\\\"vast_api_key_sha256\\\": \\\"«sha»\\\"}\"}\n"),
      Form("digest in entities", "h.html", "<code>sha256:«sha/decimal» vastai/pytorch</code>\n"),
      Form("random base64 by a vast name", "i.yaml", "vast_blob: «blob»\nvast_template: «gosum»\n"),
      Form(
        "zeros in base64", "j.yaml",
        "«_z=\(String(repeating: "0", count: 64))»data:\n  VAST_API_KEY: «_z/base64»\n"),
      Form("hex of a digest line", "k.txt", "«_x=sha256:«sha» vastai/base-image»«_x/hex»\n"),
      Form(
        "integrity in pieces", "l.py",
        #"""
        VAST_WHEEL_SHA256 = (
            "«sha/first»"
            "«sha/rest»"
        )
        """#),
      Form(
        "digest in quoted-printable", "m.eml",
        #"""
        «_x=vastai-1.9.1.tar.gz SHA256=«sha»
        »Content-Transfer-Encoding: quoted-printable

        «_x/quoted»
        """#
      ),
      Form("cut key", "n.py", "VAST_API_KEY = \"«sha/first»\" + os.environ[\"REST\"]\n"),
    ])

  /// Digest files and lock files in every charset and container.
  static func items(seed: UInt64) -> [Item] {
    let forms = (Group.digests.forms + Group.locks.forms + Group.references.forms)
    let charsets = Charset.all.flatMap { charset in
      (1...4).map { round in
        var dice = Dice(seed: seed, "trap", charset.name, "\(round)")
        let form = dice.pick(forms)
        let filled = form.filled(using: &dice)
        return Item(
          kind: .trap, group: "charset traps", name: "\(charset.name): \(form.name) \(round)",
          path: filled.path, bytes: charset.bytes(filled.text), secrets: [])
      }
    }
    let containers = Container.all.flatMap { container in
      (1...3).compactMap { round -> Item? in
        var dice = Dice(seed: seed, "trap", container.name, "\(round)")
        let form = dice.pick(forms)
        let filled = form.filled(using: &dice)
        let members = [Archive.Member(name: filled.path, bytes: Array(filled.text.utf8))]
        return container.pack(members).map { bytes in
          Item(
            kind: .trap, group: "archive traps", name: "\(container.name): \(form.name) \(round)",
            path: container.path, bytes: bytes, secrets: [])
        }
      }
    }
    return charsets + containers
  }
}
