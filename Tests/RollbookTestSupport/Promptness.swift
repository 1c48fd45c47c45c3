/// Whether something ends within a second, at least once in three times.
///
/// Other tests may keep both processors busy for longer than that. What waits for a timer is late each
/// time.
///
/// - Parameter attempt: Returns how long it took.
/// - Returns: Whether one attempt took less.
/// - Throws: Errors of an attempt.
package func endsWithinASecond(_ attempt: () async throws -> Duration) async throws -> Bool {
  for _ in 0..<3 where try await attempt() < .seconds(1) { return true }
  return false
}
