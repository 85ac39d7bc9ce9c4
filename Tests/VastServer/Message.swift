/// A request as the server received it.
package struct Request: Sendable {
  package var method: String
  /// Path and query as they were sent.
  package var target: String
  /// Names in lower case.
  package var headers: [String: String]
  package var body: [UInt8]
  package var time: ContinuousClock.Instant
  package var route: Route = .other

  package var path: String { String(target.prefix { $0 != "?" }) }
  package var query: String { String(target.dropFirst(path.count + 1)) }
  package var json: JSON? { JSON(body) }

  /// The key that came in the way the documentation asks for.
  package var bearer: String? {
    guard let value = headers["authorization"], value.hasPrefix("Bearer ") else { return nil }
    return String(value.dropFirst(7))
  }

  /// The key that came in the URL, which the real server takes too.
  var queryKey: String? {
    query.split(separator: "&").first { $0.hasPrefix("api_key=") }.map { String($0.dropFirst(8)) }
  }

  /// Whether it asks for a change.
  package var changes: Bool { method != "GET" && method != "HEAD" }
}

/// What the server says.
package struct Answer: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package init(_ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package static func json(_ value: JSON, status: Int = 200) -> Answer {
    Answer(status, headers: [("Content-Type", "application/json")], body: value.bytes)
  }

  package static func text(
    _ status: Int, _ text: String, type: String = "text/plain",
    headers: [(name: String, value: String)] = []
  ) -> Answer {
    Answer(status, headers: [("Content-Type", type)] + headers, body: Array(text.utf8))
  }

  /// A refusal in the API's usual form.
  package static func refusal(
    _ status: Int, _ message: String, code: String = "auth_error"
  ) -> Answer {
    json(["success": false, "error": .text(code), "msg": .text(message)], status: status)
  }

  package static func html(_ status: Int, _ title: String) -> Answer {
    text(
      status, "<!DOCTYPE html>\n<html><head><title>\(title)</title></head><body></body></html>\n",
      type: "text/html; charset=utf-8")
  }

  package static func redirect(_ status: Int = 302, to place: String) -> Answer {
    var answer = html(status, "Moved")
    answer.headers.append(("Location", place))
    return answer
  }

  /// The bytes on the line.
  var wire: [UInt8] { head(length: body.count) + body }

  /// The first line and the headers; the length is what they promise.
  func head(length: Int) -> [UInt8] {
    var lines = ["HTTP/1.1 \(status) \(reason)", "Content-Length: \(length)"]
    lines += headers.map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private var reason: String {
    [200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden"][status]
      ?? "Status"
  }
}
