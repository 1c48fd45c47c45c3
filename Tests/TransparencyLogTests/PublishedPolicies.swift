@testable import TransparencyLog

/// Policies that a strict reader takes or refuses.
enum PublishedPolicies {
  static let first =
    "sigsum.org+e4ade967+AZuUY6B08pW3QVHu8uvsrxWPcAv9nykap2Nb4oxCee+r https://sigsum.org/wi"
    + "tness/"
  static let second =
    "example.com+3753d3de+AebBhMcghIUoavZpjuDofa4sW6fYHyVn7gvwDBfvkvuM https://example.com/"
    + "witness/"

  static let cases: [(what: String, policy: String, reason: PolicyRefusal.Reason?)] = [
    (
      "tidy",
      "\n"
        + "witness w1 \(first)\n"
        + "witness w2 \(second)\n"
        + "group g1 all w1 w2\n"
        + "quorum g1\n",
      nil
    ),
    (
      "whitespace and comments",
      "\n"
        + "\n"
        + "# comment\n"
        + "witness   w1 \(first)     #comment\n"
        + "  witness w2 \(second)    \n"
        + "\n"
        + "\n"
        + "\t\t\t     #comment\n"
        + "group      g1    all     w1  w2\n"
        + "\n"
        + "\t\t quorum      g1\n",
      .malformedLine
    ),
    (
      "no quorum",
      "witness w1 \(first)",
      .noQuorum
    ),
    (
      "unknown quorum component",
      "quorum unknown",
      .undefinedName
    ),
    (
      "duplicate name",
      "witness w1 \(first)\n"
        + "witness w1 \(first)\n"
        + "quorum w1",
      .duplicateName
    ),
    (
      "negative threshold",
      "witness w1 \(first)\n"
        + "witness w2 \(second)\n"
        + "group g1 -1 w1\n"
        + "quorum g1",
      .invalidThreshold
    ),
    (
      "witness named all",
      "witness all \(first)",
      .reservedName
    ),
    (
      "group named none",
      "group none 1 witness",
      .reservedName
    ),
    (
      "derived: no witnesses",
      "log example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx\n"
        + "quorum none\n",
      nil
    ),
    (
      "derived: forward reference",
      "group g1 all w1\n"
        + "witness w1 \(first)\n"
        + "quorum g1\n",
      .undefinedName
    ),
    (
      "derived: member used twice",
      "witness w1 \(first)\n"
        + "witness w2 \(second)\n"
        + "group g1 any w1\n"
        + "group g2 any w1 w2\n"
        + "quorum g2\n",
      .memberTwice
    ),
    (
      "derived: two quorum lines",
      "witness w1 \(first)\n"
        + "quorum w1\n"
        + "quorum none\n",
      .secondQuorum
    ),
    (
      "derived: threshold above member count",
      "witness w1 \(first)\n"
        + "group g 2 w1\n"
        + "quorum g\n",
      .invalidThreshold
    ),
  ]
}
