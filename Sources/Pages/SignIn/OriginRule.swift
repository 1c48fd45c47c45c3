/// Who sent a request that changes something, as far as the browser says.
package enum OriginRule: Hashable, Sendable {
  /// A page of this service, or a person who typed the address.
  case same
  /// Another site.
  case foreign
  /// An old browser does not say.
  case unsaid

  /// - Parameters:
  ///   - site: The header `Sec-Fetch-Site`; browsers send it where no other machine can listen.
  ///   - origin: The header `Origin`.
  ///   - address: The address of the service.
  package init(site: String?, origin: String?, address: String) {
    if let site {
      self = site == "same-origin" || site == "none" ? .same : .foreign
    } else if let origin {
      self = origin.utf8.elementsEqual(address.utf8) ? .same : .foreign
    } else {
      self = .unsaid
    }
  }
}
