import Roster
package import WebServer

/// An address of this service, made of segments and parameters; nothing else becomes a link.
package struct PagePath: Hashable, Sendable {
  package var segments: [String]
  package var query: [WebRequest.Parameter]

  package init(_ segments: [String], _ query: [WebRequest.Parameter] = []) {
    self.segments = segments
    self.query = query
  }

  package init(_ segments: String..., with query: [(String, String)] = []) {
    self.init(segments, query.map { WebRequest.Parameter(name: $0, value: $1) })
  }

  /// Path and query, with all but unreserved characters behind percent signs.
  package var text: String {
    let path = "/" + segments.map(PercentEncoding.text).joined(separator: "/")
    return query.isEmpty ? path : path + "?" + WebRequest.text(of: query)
  }

  /// The same address with a parameter of one value.
  package func with(_ name: String, _ value: String) -> PagePath {
    var copy = without([name])
    copy.query.append(WebRequest.Parameter(name: name, value: value))
    return copy
  }

  /// The same address without some parameters.
  package func without(_ names: [String]) -> PagePath {
    PagePath(segments, query.filter { !names.contains($0.name) })
  }
}
