/// Why a policy file is refused, and where.
package struct PolicyRefusal: LogRefusal, Hashable {
  /// What is wrong.
  package enum Reason: Error, Hashable {
    /// A byte is a control character other than tab and line feed.
    case controlCharacter
    /// The last line has no line feed.
    case unterminated
    /// A line begins with an unknown keyword.
    case unknownKeyword
    /// A line has too few or too many words.
    case malformedLine
    /// A key is refused.
    case key(KeyRefusal)
    /// A log's key is one for cosigning.
    case notALogKey
    /// Two logs or two witnesses have the same key.
    case duplicateKey
    /// A name is taken.
    case duplicateName
    /// A name is a keyword of the policy file.
    case reservedName
    /// A name is not defined above.
    case undefinedName
    /// A name is a member of two groups, or twice of one.
    case memberTwice
    /// The threshold is not a number from 1 to the number of members.
    case invalidThreshold
    /// There is a second quorum line.
    case secondQuorum
    /// There is no quorum line.
    case noQuorum
  }

  /// What is wrong.
  package let reason: Reason
  /// The line, from 1; the one after the last, if something is missing.
  package let line: Int

  package var name: String {
    switch reason {
    case .controlCharacter: "policyControlCharacter"
    case .unterminated: "policyUnterminated"
    case .unknownKeyword: "policyUnknownKeyword"
    case .malformedLine: "policyMalformedLine"
    case .key(let refusal): refusal.name
    case .notALogKey: "policyNotALogKey"
    case .duplicateKey: "policyDuplicateKey"
    case .duplicateName: "policyDuplicateName"
    case .reservedName: "policyReservedName"
    case .undefinedName: "policyUndefinedName"
    case .memberTwice: "policyMemberTwice"
    case .invalidThreshold: "policyInvalidThreshold"
    case .secondQuorum: "policySecondQuorum"
    case .noQuorum: "policyNoQuorum"
    }
  }

  package var message: String { "Line \(line) of the policy: \(phrase)." }

  private var phrase: String {
    switch reason {
    case .controlCharacter: "it has a control character; spaces and tabs are allowed"
    case .unterminated: "it does not end in a line feed"
    case .unknownKeyword: "it does not begin with log, witness, group, quorum or #"
    case .malformedLine: "it has too few or too many words"
    case .key(let refusal): "the key is refused. \(refusal.message.dropLast())"
    case .notALogKey: "a log's key is of type 0x1, this one is for cosigning"
    case .duplicateKey: "the same key is in a line above"
    case .duplicateName: "the name is taken"
    case .reservedName: "none, all and any are no names"
    case .undefinedName: "a name is not defined above"
    case .memberTwice: "a name is a group's member already"
    case .invalidThreshold: "all, any or a number from 1 to that of the members is expected"
    case .secondQuorum: "there is a quorum line already"
    case .noQuorum: "there is no quorum line"
    }
  }
}
