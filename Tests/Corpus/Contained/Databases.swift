/// Databases, documents and images of containers: files whose parts are found inside.
enum Databases {
  /// The files, and what is left out for want of a program.
  static func items(seed: UInt64, rounds: Int) -> (items: [Item], absent: [String]) {
    var items: [Item] = []
    var absent: [String] = []
    for round in 1...rounds {
      for (name, statements) in schemas {
        var dice = Dice(seed: seed, name, "\(round)")
        let filled = Form(name, "data/app.«e=db|sqlite|sqlite3»", statements).filled(using: &dice)
        guard let bytes = Archive.database(filled.text) else {
          absent.append("sqlite: \(name)")
          continue
        }
        items.append(
          item("databases", "\(name) \(round)", filled.path, bytes, filled.labels, inside: true))
      }
      items += documents(seed: seed, round: round)
      items += [image(seed: seed, round: round), compactImage(seed: seed, round: round)]
    }
    return (items, Array(Set(absent)).sorted())
  }

  private static func item(
    _ group: String, _ name: String, _ path: String, _ bytes: [UInt8], _ labels: [Label],
    inside: Bool = false
  ) -> Item {
    let labels = labels.map { label in
      var label = label
      label.anywhereInside = inside
      return label
    }
    return Item(
      kind: .contained, group: group, name: name, path: path, bytes: bytes, secrets: labels)
  }

  private static let schemas = [
    (
      "settings",
      "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT);\nINSERT INTO settings VALUES ('region', 'eu'), ('vast_api_key', '«key»'), ('theme', 'dark');\n"
    ),
    (
      "json column",
      "CREATE TABLE documents (id INTEGER PRIMARY KEY, body TEXT);\nINSERT INTO documents (body) VALUES ('{\"a\": 1}'), ('{\"vast_api_key\": \"«key»\"}');\n"
    ),
    (
      "browser history",
      "CREATE TABLE urls (id INTEGER PRIMARY KEY, url TEXT, title TEXT);\nINSERT INTO urls (url, title) VALUES ('https://example.invalid/', 'x'), ('https://console.vast.ai/api/v0/machines?owner=me&api_key=«key»', 'machines');\n"
    ),
    (
      "shell history",
      "CREATE TABLE history (id TEXT, timestamp INTEGER, command TEXT, cwd TEXT);\nINSERT INTO history VALUES ('«uuid»', «epoch», 'vastai set api-key «key»', '/root');\n"
    ),
    (
      "long text",
      "PRAGMA page_size=1024;\nCREATE TABLE logs (body TEXT);\nINSERT INTO logs VALUES ('\(String(repeating: "line of the log, nothing to see here. ", count: 60)) export VAST_API_KEY=«key» \(String(repeating: "more of the same ", count: 90))');\n"
    ),
  ]

  /// A word processor's file and a spreadsheet, whose texts are XML in a zip file.
  private static func documents(seed: UInt64, round: Int) -> [Item] {
    let parts = [
      (
        "report.docx", "word/document.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Set up the account</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">vastai set api-key «key»</w:t></w:r></w:p></w:body></w:document>"
      ),
      (
        "accounts.xlsx", "xl/sharedStrings.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"4\" uniqueCount=\"4\"><si><t>service</t></si><si><t>key</t></si><si><t>vast.ai API key</t></si><si><t>«key»</t></si></sst>"
      ),
    ]
    return parts.map { path, part, text in
      var dice = Dice(seed: seed, path, "\(round)")
      let filled = Form(path, part, text).filled(using: &dice)
      let types = Archive.Member(
        name: "[Content_Types].xml", bytes: Array("<?xml version=\"1.0\"?><Types/>".utf8))
      let member = Archive.Member(name: part, bytes: Array(filled.text.utf8))
      let labels = moved(filled.labels) { "\(path)!\($0)" }
      let bytes = Archive.zip([types, member], deflated: true)
      return item("documents", "\(path) \(round)", path, bytes, labels)
    }
  }

  /// What `docker save` wrote before version 25: a layer is a tar file in a folder of its own.
  private static func image(seed: UInt64, round: Int) -> Item {
    var dice = Dice(seed: seed, "image", "\(round)")
    let (layer, name) = (dice.hex(64), dice.hex(64))
    let form = dice.pick(Group.settings.forms.prefix(6).map(\.self))
    let file = form.filled(using: &dice)
    let tar = Archive.tar([Archive.Member(name: "app/" + file.path, bytes: Array(file.text.utf8))])
    let text =
      "{\"architecture\":\"amd64\",\"config\":{\"Env\":[\"PATH=/bin\",\"VASTAI_API_KEY=«key»\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:«sha»\"]}}"
    let config = Form("config", "\(name).json", text).filled(using: &dice)
    let manifest =
      "[{\"Config\":\"\(name).json\",\"RepoTags\":[\"scaler:latest\"],\"Layers\":[\"\(layer)/layer.tar\"]}]"
    let bytes = Archive.tar([
      Archive.Member(name: "\(layer)/layer.tar", bytes: tar),
      Archive.Member(name: "\(layer)/VERSION", bytes: Array("1.0".utf8)),
      Archive.Member(name: "\(name).json", bytes: Array(config.text.utf8)),
      Archive.Member(name: "manifest.json", bytes: Array(manifest.utf8)),
    ])
    let labels =
      moved(file.labels) { "image.tar!\(layer)/layer.tar!app/\($0)" }
      + moved(config.labels) { "image.tar!\($0)" }
    return item("images", "docker save \(round)", "image.tar", bytes, labels)
  }

  /// What `docker save` writes now: everything is a blob, layers compressed.
  private static func compactImage(seed: UInt64, round: Int) -> Item {
    var dice = Dice(seed: seed, "compact image", "\(round)")
    let form = dice.pick(Group.keyFiles.forms.prefix(2).map(\.self))
    let file = form.filled(using: &dice)
    let layer = Archive.gzip(
      Archive.tar([Archive.Member(name: file.path, bytes: Array(file.text.utf8))]))
    let name = "blobs/sha256/" + Digest.sha256(layer)
    let text =
      "{\"history\":[{\"created_by\":\"RUN /bin/sh -c vastai set api-key «key» # buildkit\"}],\"os\":\"linux\"}"
    let config = Form("config", "blobs/sha256/\(dice.hex(64))", text).filled(using: &dice)
    let bytes = Archive.tar([
      Archive.Member(name: "oci-layout", bytes: Array("{\"imageLayoutVersion\":\"1.0.0\"}".utf8)),
      Archive.Member(name: name, bytes: layer),
      Archive.Member(name: config.path, bytes: Array(config.text.utf8)),
    ])
    let labels =
      moved(file.labels) { "oci.tar!\(name)!\($0)" } + moved(config.labels) { "oci.tar!\($0)" }
    return item("images", "oci layout \(round)", "oci.tar", bytes, labels)
  }

  private static func moved(_ labels: [Label], _ path: (String) -> String) -> [Label] {
    labels.map { label in
      var label = label
      label.path = path(label.path)
      return label
    }
  }
}
