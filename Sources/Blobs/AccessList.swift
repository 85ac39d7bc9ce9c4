/// An access control list of POSIX kind, as the kernel keeps it in an attribute of a file.
package struct AccessList: Sendable, Equatable {
  /// Whom an entry is about.
  package enum Subject: Sendable, Equatable {
    case owner, group, mask, others
    case user(UInt32)
    case namedGroup(UInt32)
  }

  package struct Entry: Sendable, Equatable {
    package let subject: Subject
    /// Bits as in a mode: 4 to read, 2 to write, 1 to execute or search.
    package let rights: UInt16
  }

  package let entries: [Entry]

  /// Reads the attribute: a version, then eight bytes an entry, all in little-endian order, as the
  /// kernel's `posix_acl_xattr.h` has it; nil for anything else.
  init?(_ bytes: ArraySlice<UInt8>) {
    func number(_ offset: Int, _ count: Int) -> UInt32 {
      (0..<count).reduce(0) { $0 | UInt32(bytes[bytes.startIndex + offset + $1]) << (8 * $1) }
    }
    guard bytes.count >= 4, (bytes.count - 4).isMultiple(of: 8), number(0, 4) == 2 else {
      return nil
    }
    var entries: [Entry] = []
    for offset in stride(from: 4, to: bytes.count, by: 8) {
      let id = number(offset + 4, 4)
      let subject: Subject
      switch number(offset, 2) {
      case 0x01: subject = .owner
      case 0x02: subject = .user(id)
      case 0x04: subject = .group
      case 0x08: subject = .namedGroup(id)
      case 0x10: subject = .mask
      case 0x20: subject = .others
      default: return nil
      }
      entries.append(Entry(subject: subject, rights: UInt16(number(offset + 2, 2) & 7)))
    }
    self.entries = entries
  }

  /// The users and groups that the list names and, after its mask, lets do anything.
  package var grants: [Entry] {
    let mask = entries.first { $0.subject == .mask }?.rights ?? 7
    return entries.compactMap { entry in
      switch entry.subject {
      case .user, .namedGroup:
        entry.rights & mask == 0 ? nil : Entry(subject: entry.subject, rights: entry.rights & mask)
      case .owner, .group, .mask, .others: nil
      }
    }
  }

  /// Whether anybody but the owner may do anything.
  package var isOpen: Bool {
    let mask = entries.first { $0.subject == .mask }?.rights ?? 7
    return !grants.isEmpty
      || entries.contains { entry in
        switch entry.subject {
        case .group: entry.rights & mask != 0
        case .others: entry.rights != 0
        case .owner, .mask, .user, .namedGroup: false
        }
      }
  }

  /// The list as `setfacl` takes it, such as `u::rw-,u:1001:r--,g::---,m::r--,o::---`.
  package var text: String { entries.map(\.text).joined(separator: ",") }
}

extension AccessList.Entry {
  /// The entry as `setfacl` takes it.
  package var text: String {
    let letters =
      ((rights & 4 != 0) ? "r" : "-") + ((rights & 2 != 0) ? "w" : "-")
      + ((rights & 1 != 0) ? "x" : "-")
    return switch subject {
    case .owner: "u::" + letters
    case .user(let id): "u:\(id):" + letters
    case .group: "g::" + letters
    case .namedGroup(let id): "g:\(id):" + letters
    case .mask: "m::" + letters
    case .others: "o::" + letters
    }
  }

  /// The entry in words, such as `user 1001 (r--)`.
  package var words: String {
    let letters = text.split(separator: ":").last.map(String.init) ?? ""
    return switch subject {
    case .user(let id): "user \(id) (\(letters))"
    case .namedGroup(let id): "group \(id) (\(letters))"
    case .owner, .group, .mask, .others: text
    }
  }
}
