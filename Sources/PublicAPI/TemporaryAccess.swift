package enum Permission: String, Sendable { case readPeople, readLog, readReports, readHealth, verify, fetch, plan, push, settle, hold, feed, manageTokens }
package struct RequestKey: Hashable, Sendable { package let key: String; package let digest: [UInt8] 
  package init(key: String, digest: [UInt8]) { self.key = key; self.digest = digest } }
