import DingTalk
import Foundation

extension Settings {
  /// The addresses of DingTalk's two families of calls.
  ///
  /// One that is not set is beside the other: a server that is not DingTalk's own serves both, and
  /// must not be called together with the live system.
  static func dingTalkURLs(
    _ variable: (Variable) -> String?,
    _ file: SettingsFile
  ) throws(SettingsError) -> (url: String, apiURL: String) {
    let old = try url(variable(.url), .url, file.dingtalk.url, "dingtalk.url")
    let new = try url(variable(.apiURL), .apiURL, file.dingtalk.apiUrl, "dingtalk.apiUrl")
    switch (old, new) {
    case (let old?, let new?): return (old, new)
    case (let old?, nil): return (old, old == defaultURL ? defaultAPIURL : old)
    case (nil, let new?):
      return (new == defaultAPIURL ? defaultURL : new, new)
    case (nil, nil): return (defaultURL, defaultAPIURL)
    }
  }
}
