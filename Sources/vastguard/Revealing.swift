import Arguments
import Glibc

/// Where secrets may be written in clear.
enum Revealing {
  /// Makes sure that each place is a terminal, or a file that nobody but this user can read.
  ///
  /// A file that is not there is made.
  /// - Throws: `UsageError` for a place that is neither; nothing was scanned then.
  static func check(_ destinations: [String]) throws(UsageError) {
    for destination in destinations {
      var status = stat()
      if destination == "-" {
        if isatty(STDOUT_FILENO) == 1 { continue }
        guard unsafe fstat(STDOUT_FILENO, &status) == 0, isPrivate(status) else {
          throw refusal("standard output")
        }
        continue
      }
      if unsafe lstat(destination, &status) != 0, errno == ENOENT {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(destination, flags, 0o600)
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else {
          throw UsageError("\(quoted(destination)) can't be made: error \(errno)")
        }
        close(descriptor)
        continue
      }
      guard isPrivate(status) else { throw refusal(quoted(destination)) }
    }
  }

  private static func isPrivate(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid()
      && status.st_mode & 0o7777 == 0o600
  }

  private static func refusal(_ place: String) -> UsageError {
    UsageError(
      "--reveal: \(place) is neither a terminal nor a file of yours with mode 0600",
      hint: "'-o FILE' makes such a file")
  }
}
