/// Ways in which files are put into one.
struct Container: Sendable {
  var name: String
  /// The container's own name.
  var path: String
  /// How its members are called in reports; `nil` members are for the contents of one file.
  var inner: @Sendable (String) -> [String]
  /// The bytes, or nil where the program that makes them is not installed.
  var pack: @Sendable ([Archive.Member]) -> [UInt8]?

  init(
    _ name: String, _ path: String,
    inner: @escaping @Sendable (String) -> [String] = { ["!" + $0] },
    pack: @escaping @Sendable ([Archive.Member]) -> [UInt8]?
  ) {
    self.name = name
    self.path = path
    self.inner = inner
    self.pack = pack
  }

  static let all = zips + tars + streams + nested + recoded

  private static let zips = [
    Container("zip, stored", "a.zip") { Archive.zip($0, deflated: false) },
    Container("zip", "backup.zip") { Archive.zip($0, deflated: true) },
    Container("jar", "app.jar") { Archive.zip([manifest] + $0, deflated: true) },
    Container("wheel", "pkg-1.0-py3-none-any.whl") { Archive.zip($0, deflated: true) },
  ]

  private static let tars = [
    Container("tar", "a.tar") { Archive.tar($0) },
    Container("tar.gz, stored", "a.tar.gz", inner: within("tar")) { Archive.gzip(Archive.tar($0)) },
    Container("tar.gz", "b.tar.gz", inner: within("tar")) {
      Archive.filtered(Archive.tar($0), by: "gzip", "-nc")
    },
    Container("tgz", "c.tgz", inner: within("tar")) {
      Archive.filtered(Archive.tar($0), by: "gzip", "-nc")
    },
    Container("tar.xz", "a.tar.xz", inner: within("tar")) {
      Archive.filtered(Archive.tar($0), by: "xz", "-c")
    },
    Container("tar.bz2", "a.tar.bz2", inner: within("tar")) {
      Archive.filtered(Archive.tar($0), by: "bzip2", "-c")
    },
    Container("tar.zst", "a.tar.zst", inner: within("tar")) {
      Archive.filtered(Archive.tar($0), by: "zstd", "-qc")
    },
  ]

  /// One file, compressed; the report may name it or what it holds.
  private static let streams = [
    Container("gzip, stored", "notes.txt.gz", inner: stream) { Archive.gzip($0[0].bytes) },
    Container("gzip", "dump.log.gz", inner: stream) {
      Archive.filtered($0[0].bytes, by: "gzip", "-nc")
    },
    Container("xz", "dump.sh.xz", inner: stream) { Archive.filtered($0[0].bytes, by: "xz", "-c") },
    Container("bzip2", "dump.sql.bz2", inner: stream) {
      Archive.filtered($0[0].bytes, by: "bzip2", "-c")
    },
    Container("zstd", "dump.json.zst", inner: stream) {
      Archive.filtered($0[0].bytes, by: "zstd", "-qc")
    },
  ]

  private static let nested = [
    Container("zip in zip", "outer.zip", inner: { ["!in/inner.zip!" + $0] }) {
      Archive.zip(
        [Archive.Member(name: "in/inner.zip", bytes: Archive.zip($0, deflated: true))],
        deflated: true)
    },
    Container(
      "zip in tar.gz", "all.tar.gz", inner: { ["!x/a.zip!" + $0, "!all.tar!x/a.zip!" + $0] }
    ) {
      let zip = Archive.Member(name: "x/a.zip", bytes: Archive.zip($0, deflated: false))
      return Archive.gzip(Archive.tar([zip]))
    },
    Container(
      "tar.gz in zip", "release.zip",
      inner: { ["!d/b.tar.gz!" + $0, "!d/b.tar.gz!d/b.tar!" + $0, "!d/b.tar.gz!b.tar!" + $0] }
    ) {
      let packed = Archive.Member(name: "d/b.tar.gz", bytes: Archive.gzip(Archive.tar($0)))
      return Archive.zip([packed], deflated: true)
    },
  ]

  /// Texts in another charset within an archive.
  private static let recoded = [
    Container("zip of utf-16", "export.zip") { members in
      Archive.zip(
        members.map { member in
          let text = String(decoding: member.bytes, as: UTF8.self)
          let units = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
          return Archive.Member(name: member.name, bytes: [0xff, 0xfe] + units)
        }, deflated: true)
    }
  ]

  private static let manifest = Archive.Member(
    name: "META-INF/MANIFEST.MF", bytes: Array("Manifest-Version: 1.0\r\n\r\n".utf8))

  private static func within(_ middle: String) -> @Sendable (String) -> [String] {
    { ["!" + $0, "!a.\(middle)!" + $0, "!b.\(middle)!" + $0, "!c.\(middle)!" + $0] }
  }

  @Sendable private static func stream(_ name: String) -> [String] {
    ["", "!", "!notes.txt", "!dump.log", "!dump.sh", "!dump.sql", "!dump.json"]
  }
}

extension Container {
  /// Forms of the plain part in every kind of container, and what is left out for want of a program.
  static func items(seed: UInt64, rounds: Int) -> (items: [Item], absent: [String]) {
    var items: [Item] = []
    var absent: [String] = []
    for container in all {
      for round in 1...rounds {
        var dice = Dice(seed: seed, container.name, "\(round)")
        guard let item = container.item(round, using: &dice) else {
          absent.append(container.name)
          break
        }
        items.append(item)
      }
    }
    return (items, absent)
  }

  private func item(_ round: Int, using dice: inout Dice) -> Item? {
    let form = dice.pick(Charset.carriers.filter { !$0.path.contains("environment.reg") })
    let filled = form.filled(using: &dice)
    let member = Archive.Member(name: filled.path, bytes: Array(filled.text.utf8))
    let other = Archive.Member(name: "SHA256SUMS", bytes: Array("\(dice.hex(64))  x\n".utf8))
    guard let bytes = pack([member, other]) else { return nil }
    let labels = filled.labels.map { label in
      var label = label
      let paths = inner(label.path).map { path + $0 }
      label.path = paths[0]
      label.alsoAt = Array(paths.dropFirst())
      return label
    }
    return Item(
      kind: .contained, group: "archives", name: "\(name): \(form.name) \(round)", path: path,
      bytes: bytes, secrets: labels)
  }
}
