import Testing

@testable import TransparencyLog

/// What refusals say.
@Suite struct RefusalTests {
  private static let all: [any LogRefusal] = {
    let key = KeyRefusal.malformed
    let note = NoteRefusal.noSignatures
    return [
      KeyRefusal.invalidName, KeyRefusal.wrongLength(3), KeyRefusal.unsupportedType(2),
      KeyRefusal.malformedKeyID, KeyRefusal.notBase64, KeyRefusal.keyIDMismatch, key, note,
      NoteRefusal.notUTF8, NoteRefusal.controlCharacter, NoteRefusal.unterminated,
      NoteRefusal.malformedSignature(line: 2), NoteRefusal.tooManySignatures(101),
      NoteRefusal.noKnownSignature, NoteRefusal.signingFailed, CheckpointRefusal.malformed,
      CheckpointRefusal.invalidOrigin, CheckpointRefusal.invalidSize, CheckpointRefusal.invalidRoot,
      CheckpointRefusal.emptyTreeOtherRoot, CheckpointRefusal.invalidExtension,
      CheckpointRefusal.unknownOrigin("log"), CheckpointRefusal.notSignedByLog("log"),
      CheckpointRefusal.quorumNotMet, ProofRefusal.rootMismatch, ProofRefusal.emptyOldTree,
      ProofRefusal.indexBeyondSize(index: 5, size: 4), ProofRefusal.oldRootMismatch,
      ProofRefusal.proofLength(expected: 1, found: 2), ProofRefusal.newRootMismatch,
      ProofRefusal.oldSizeBeyondNew(old: 5, new: 4),
      ProofRefusal.sameSizeOtherRoot(size: 4), TileRefusal.malformedPath,
      TileRefusal.levelOutOfRange(64), TileRefusal.indexOutOfRange(.max),
      TileRefusal.widthOutOfRange(0), TileRefusal.wrongLength(expected: 32, found: 31),
      TileRefusal.nodeBeyondSize(TreeNode(level: 1, index: 2), size: 4),
      TileRefusal.truncatedBundle,
      TileRefusal.entryTooLong(65_536), TileRefusal.tooManyEntries(257),
      LogProofRefusal.malformedLine(2), LogProofRefusal.noCheckpoint,
      WitnessRefusal.malformedLine(2), WitnessRefusal.noCheckpoint,
      PolicyRefusal(reason: .controlCharacter, line: 3),
      PolicyRefusal(reason: .unterminated, line: 3), PolicyRefusal(reason: .noQuorum, line: 3),
      PolicyRefusal(reason: .unknownKeyword, line: 3),
      PolicyRefusal(reason: .malformedLine, line: 3), PolicyRefusal(reason: .notALogKey, line: 3),
      PolicyRefusal(reason: .duplicateKey, line: 3), PolicyRefusal(reason: .duplicateName, line: 3),
      PolicyRefusal(reason: .reservedName, line: 3), PolicyRefusal(reason: .undefinedName, line: 3),
      PolicyRefusal(reason: .memberTwice, line: 3), PolicyRefusal(reason: .secondQuorum, line: 3),
      PolicyRefusal(reason: .invalidThreshold, line: 3),
    ]
  }()

  @Test func `every refusal has a name of its own and a sentence`() {
    #expect(Set(Self.all.map(\.name)).count == Self.all.count)
    for refusal in Self.all {
      #expect(refusal.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
      #expect(refusal.message.hasSuffix(".") && refusal.message.count > 20, "\(refusal.name)")
      #expect("\(refusal)" == refusal.message)
    }
  }

  @Test func `a refusal around another has its name and sentence`() {
    let inner = NoteRefusal.noKnownSignature
    let middle = CheckpointRefusal.note(inner)
    for outer in [middle, LogProofRefusal.checkpoint(middle), WitnessRefusal.checkpoint(middle)]
      as [any LogRefusal]
    {
      #expect(outer.name == inner.name)
      #expect(outer.message == inner.message)
    }
    let policy = PolicyRefusal(reason: .key(.keyIDMismatch), line: 7)
    #expect(policy.name == KeyRefusal.keyIDMismatch.name)
    #expect(policy.message.hasPrefix("Line 7") && policy.message.hasSuffix("together."))
  }
}
