/// The progress of a verification.
struct VerifiedSoFar: Measured {
  let done: Int64
  let total: Int64

  var reached: Int { Int(done) }
  var goal: Int? { Int(total) }
  var words: [String] { ["\(done)/\(total) entries"] }
}
