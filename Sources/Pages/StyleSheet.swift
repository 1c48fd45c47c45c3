import Crypto

/// The one style sheet, at an address that changes with it.
enum StyleSheet {
  static let bytes = PackageResources.style_css

  static let path = PagePath(
    "style-\(SHA256.hash(data: bytes).prefix(8).hexadecimal).css"
  )
}
