/// Checkpoint texts that a strict reader takes or refuses.
enum PublishedCheckpoints {
  static let texts: [(what: String, text: String, isRefused: Bool)] = [
    (
      "ok",
      "example.com/log\n"
        + "8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
      false
    ),
    (
      "ok size 0",
      "example.com/log\n"
        + "0\n"
        + "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
      false
    ),
    (
      "ok with extension",
      "example.com/log\n"
        + "8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
        + "ext 1\n",
      false
    ),
    (
      "leading zero size",
      "example.com/log\n"
        + "08\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
      true
    ),
    (
      "plus sign size",
      "example.com/log\n"
        + "+8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
      true
    ),
    (
      "31-byte hash",
      "example.com/log\n"
        + "8\n"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n",
      true
    ),
    (
      "33-byte hash",
      "example.com/log\n"
        + "8\n"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
      true
    ),
    (
      "empty extension line",
      "example.com/log\n"
        + "8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
        + "\n",
      true
    ),
    (
      "unterminated extension",
      "example.com/log\n"
        + "8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
        + "ext",
      true
    ),
    (
      "CRLF",
      "example.com/log\r\n"
        + "8\r\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\r\n",
      true
    ),
    (
      "unpadded base64",
      "example.com/log\n"
        + "8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n",
      true
    ),
    (
      "hex size",
      "example.com/log\n"
        + "0x8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
      true
    ),
    (
      "space before size",
      "example.com/log\n"
        + " 8\n"
        + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
      true
    ),
  ]
}
