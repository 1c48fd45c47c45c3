import DingTalk
import Foundation

extension Settings {
  /// The addresses of DingTalk's two families of calls.
  ///
  /// One that is not set is beside the other: a server that is not DingTalk's own serves both, and
  /// must not be called together with the live system.
  static func dingTalkURLs(
    _ variable: (Variable) -> String?,
    _ file: SettingsFile?
  ) throws(SettingsError) -> (url: String, apiURL: String) {
    let old = try url(variable(.url), .url, file?.url, "dingtalk.url")
    let new = try url(variable(.apiURL), .apiURL, file?.apiURL, "dingtalk.apiUrl")
    switch (old, new) {
    case (let old?, let new?): return (old, new)
    case (let old?, nil): return (old, old == defaultURL ? defaultAPIURL : old)
    case (nil, let new?):
      return (new == defaultAPIURL ? defaultURL : new, new)
    case (nil, nil): return (defaultURL, defaultAPIURL)
    }
  }

  /// Parses the variable that selects the calls for reading the roster.
  static func api(_ text: String) throws(SettingsError) -> RosterAPI {
    guard let api = RosterAPI(rawValue: text) else {
      throw .badValue(source: Variable.api.rawValue, problem: "must be auto, old or new")
    }
    return api
  }
}
