/// Forms of one context, encoding or trap.
struct Group: Sendable {
  var kind: Item.Kind
  var name: String
  /// How many files are made of each form.
  var rounds: Int
  var forms: [Form]
  /// Whether the files hold secrets of others, so that only Vast.ai's are false alarms.
  var onlyVast: Bool

  init(
    _ kind: Item.Kind, _ name: String, rounds: Int, onlyVast: Bool = false, _ forms: [Form]
  ) {
    self.kind = kind
    self.onlyVast = onlyVast
    self.name = name
    self.rounds = rounds
    self.forms = forms
  }

  /// The group's files.
  func items(seed: UInt64) -> [Item] {
    forms.flatMap { form in
      (1...rounds).map { round in
        var dice = Dice(seed: seed, name, form.name, "\(round)")
        let filled = form.filled(using: &dice)
        return Item(
          kind: kind, group: name, name: "\(form.name) \(round)", path: filled.path,
          bytes: Array(filled.text.utf8), secrets: filled.labels,
          onlyWhenTracked: form.onlyWhenTracked, onlyVast: onlyVast)
      }
    }
  }
}
