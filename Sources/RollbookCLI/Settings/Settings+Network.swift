import RemoteAPI

extension Settings {
  /// The proxy and the authorities: `HTTPS_PROXY`, `NO_PROXY` and `ROLLBOOK_CA_FILE`, or the
  /// settings file's values in their place.
  ///
  /// The first two belong to the machine, and an empty `HTTPS_PROXY` means no proxy, as everywhere.
  static func network(
    _ environment: [String: String],
    _ file: SettingsFile.Network,
    caFile: String?
  ) throws(SettingsError) -> Network {
    let variable = environment["HTTPS_PROXY"] == nil ? "https_proxy" : "HTTPS_PROXY"
    let named = environment[variable]
    let text = (named ?? file.proxy).flatMap { $0.isEmpty ? nil : $0 }
    let direct = environment["NO_PROXY"] ?? environment["no_proxy"]
    return Network(
      proxy: try text.map { text throws(SettingsError) in
        try proxy(text, source: named == nil ? "`network.proxy`" : variable)
      },
      direct: DirectHosts(direct ?? file.noProxy?.joined(separator: ",") ?? ""),
      authorities: try caFile.map(authorities)
    )
  }

  private static func proxy(_ text: String, source: String) throws(SettingsError) -> Proxy {
    do {
      return try Proxy(text)
    } catch {
      throw .badValue(source: source, problem: error.problem)
    }
  }

  private static func authorities(
    _ path: String
  ) throws(SettingsError) -> TrustedAuthorities {
    let bytes: [UInt8]
    do { bytes = try NamedFile.bytes(path) } catch {
      throw .authoritiesUnusable(path: path, reason: error.reason)
    }
    do throws(TrustedAuthorities.Refused) {
      return try TrustedAuthorities(pem: bytes)
    } catch {
      throw .authoritiesUnusable(path: path, reason: error.problem)
    }
  }
}
