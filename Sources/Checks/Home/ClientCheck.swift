import Findings
import Git
import Rules

/// Tells which installed versions of Vast.ai's client put the key into URLs.
enum ClientCheck {
  /// The first version that keeps the key in a header only.
  private static let safe = [1, 5, 2]

  private static let folders = [
    ".local/lib/python3*/site-packages",
    ".local/share/pipx/venvs/vastai*/lib/python3*/site-packages",
    ".local/pipx/venvs/vastai*/lib/python3*/site-packages",
    ".local/share/uv/tools/vastai*/lib/python3*/site-packages",
    ".local/share/vastai/*/lib/python3*/site-packages", ".venv/lib/python3*/site-packages",
    "venv/lib/python3*/site-packages", "venv/*/lib/python3*/site-packages",
    "miniconda3/lib/python3*/site-packages", "anaconda3/lib/python3*/site-packages",
    "miniforge3/lib/python3*/site-packages", "opt/conda/lib/python3*/site-packages",
    "usr/local/lib/python3*/site-packages", "usr/local/lib/python3*/dist-packages",
    "usr/lib/python3*/site-packages", "usr/lib/python3/dist-packages",
    "opt/venv/lib/python3*/site-packages", "opt/pipx/venvs/vastai*/lib/python3*/site-packages",
  ]

  /// The folders in which pip describes the client, whose names end with its version.
  static func packages(below folder: Path, _ search: inout PlaceSearch) -> [Path] {
    folders.flatMap { search.paths($0 + "/vastai-*.dist-info", below: folder) }
  }

  /// A finding where the version is an unsafe one.
  static func finding(_ package: Path) -> Finding? {
    let name = String(decoding: package.name, as: UTF8.self)
    let version = name.dropFirst("vastai-".count).prefix { $0 != "-" }
    let text = version.hasSuffix(".dist") ? version.dropLast(".dist".count) : version
    let numbers = text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
    guard !numbers.isEmpty, numbers.lexicographicallyPrecedes(safe) else { return nil }
    return Finding(
      HomeRules.client, .low,
      "Vast.ai's client \(text) puts the key into every URL, from where it gets into logs, proxies "
        + "and error messages; 1.5.2 was the first that does not.", at: package,
      fix: "pip install --upgrade 'vastai>=1.5.2'")
  }
}
