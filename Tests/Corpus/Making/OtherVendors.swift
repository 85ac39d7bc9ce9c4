import Foundation

/// Tokens of other services, in the forms that those services document, checksums included.
enum OtherVendors {
  /// A token of the service that a gap's name tells, or nil where the name tells of none.
  static func named(_ name: String, using dice: inout Dice) -> String? {
    let a = Alphabet.self
    switch name {
    case "hf": return "hf_" + dice.text(34, of: a.upper + a.lower)
    case "wandb": return dice.hex(40)
    case "ghp", "gho", "ghs", "ghr", "ghu":
      return checked(name + "_", dice.text(30, of: a.alphanumeric))
    case "githubpat":
      return "github_pat_" + dice.text(22, of: a.alphanumeric) + "_"
        + dice.text(59, of: a.alphanumeric)
    case "npm": return checked("npm_", dice.text(30, of: a.alphanumeric))
    case "glpat": return "glpat-" + dice.text(20, of: a.url)
    case "akia": return "AKIA" + dice.text(16, of: a.base32)
    case "awssecret": return mixed(40, of: a.alphanumeric + "/+", using: &dice)
    case "aiza": return "AIza" + dice.text(35, of: a.url)
    case "azure": return Data(dice.bytes(64)).base64EncodedString()
    case "docker": return "dckr_pat_" + dice.text(27, of: a.url)
    case "openai":
      return "sk-" + dice.text(20, of: a.alphanumeric) + "T3BlbkFJ"
        + dice.text(20, of: a.alphanumeric)
    case "openaiproj":
      return "sk-proj-" + dice.text(74, of: a.url) + "T3BlbkFJ" + dice.text(74, of: a.url)
    case "anthropic": return "sk-ant-api03-" + dice.text(93, of: a.url) + "AA"
    case "runpod": return "rpa_" + dice.text(40, of: a.upper + a.digits) + dice.text(6, of: a.lower)
    case "replicate": return "r8_" + dice.text(37, of: a.alphanumeric)
    default: return more(name, using: &dice)
    }
  }

  private static func more(_ name: String, using dice: inout Dice) -> String? {
    let a = Alphabet.self
    switch name {
    case "slack":
      return "xoxb-" + dice.text(12, of: "123456789") + "-" + dice.text(13, of: "123456789") + "-"
        + dice.text(24, of: a.alphanumeric)
    case "slackhook":
      return "https://hooks.slack.com/services/T" + dice.text(10, of: a.upper + a.digits) + "/B"
        + dice.text(10, of: a.upper + a.digits) + "/" + dice.text(24, of: a.alphanumeric)
    case "telegram":
      return "\(dice.number(1_000_000_000...7_999_999_999)):AA" + dice.text(33, of: a.url)
    case "tailscale":
      return "tskey-auth-k" + dice.text(8, of: a.alphanumeric) + "CNTRL-"
        + dice.text(32, of: a.alphanumeric)
    case "ngrok":
      return "2" + mixed(26, of: a.alphanumeric, using: &dice) + "_"
        + mixed(21, of: a.alphanumeric, using: &dice)
    case "stripe": return "sk_live_" + dice.text(99, of: a.alphanumeric)
    case "sendgrid": return "SG." + dice.text(22, of: a.url) + "." + dice.text(43, of: a.url)
    case "pypi":
      return "pypi-AgEIcHlwaS5vcmc" + dice.text(160, of: a.url)
    case "digitalocean": return "dop_v1_" + dice.hex(64)
    case "discord":
      return
        "https://discord.com/api/webhooks/1\(dice.text(18, of: a.digits))/"
        + dice.text(68, of: a.url)
    case "groq": return "gsk_" + dice.text(52, of: a.alphanumeric)
    case "generic": return mixed(32, of: a.alphanumeric, using: &dice)
    default: return nil
    }
  }

  /// Letters of which some are capitals, some small and some digits.
  private static func mixed(_ count: Int, of letters: String, using dice: inout Dice) -> String {
    while true {
      let text = dice.text(count, of: letters)
      let kinds = [text.contains(where: \.isNumber), text.contains(where: \.isUppercase)]
      if kinds.allSatisfy(\.self), text.contains(where: \.isLowercase) { return text }
    }
  }

  /// A token whose last six digits are the CRC-32 of the middle part, to the base 62.
  ///
  /// As GitHub's and npm's: "Behind GitHub's new authentication token formats".
  private static func checked(_ prefix: String, _ middle: String) -> String {
    let digits = Array(Alphabet.digits + Alphabet.upper + Alphabet.lower)
    var rest = Int(Digest.crc32(middle.utf8))
    var check = ""
    for _ in 0..<6 {
      check = String(digits[rest % 62]) + check
      rest /= 62
    }
    return prefix + middle + check
  }
}
