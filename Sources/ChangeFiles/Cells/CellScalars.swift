/// The properties of single characters in a cell.
///
/// Tables pass through spreadsheets, web pages, chats and converters, each of which leaves
/// invisible characters.
extension UnicodeScalar {
  /// Whether it shows only a gap: Unicode's `White_Space`, and the fillers that look like it.
  var isBlank: Bool {
    switch value {
    case 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0: true
    default: properties.isWhitespace
    }
  }

  /// Whether it is invisible: marks of direction, of zero width, of byte order.
  ///
  /// It does not include the joiners of emoji and variation selectors, which belong to the
  /// character beside them; the number signs of Arabic and Syriac are visible format characters.
  var isHiddenMark: Bool {
    switch value {
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD: false
    case 0x034F, 0x17B4, 0x17B5: true
    default: properties.generalCategory == .format
    }
  }

  /// Whether it changes the direction in which the text around it is shown.
  var isDirectionMark: Bool {
    switch value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether it is of a script that is written from right to left.
  var isRightToLeft: Bool {
    switch value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      properties.generalCategory != .format
    default: false
    }
  }

  /// Whether it is a control character that no roster text has; line breaks and tabs are allowed.
  var isForbiddenControl: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0xFFFE, 0xFFFF: true
    default: properties.generalCategory == .control
    }
  }

  /// Whether it is a joiner, as in `👩‍💻` and in scripts whose letters change beside each other.
  var isJoiner: Bool { value == 0x200C || value == 0x200D }

  /// Whether a joiner beside it may be intended: letters of scripts that join, and emoji.
  var mayBeJoined: Bool {
    switch value {
    case ...0x2FF, 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFF: false
    case 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF: true
    default:
      properties.isAlphabetic || properties.isEmoji
        || properties.generalCategory == .nonspacingMark
        || properties.generalCategory == .spacingMark
    }
  }

  /// Whether it is a tag, as in the flags of England and Scotland.
  var isTag: Bool { 0xE0020...0xE007F ~= value }

  /// The ASCII character for a wide one, or the space for a gap; nil for others.
  var narrow: UnicodeScalar? {
    if 0xFF01...0xFF5E ~= value { return UnicodeScalar(value - 0xFEE0) }
    return value > 0x7F && properties.generalCategory == .spaceSeparator ? " " : nil
  }

  /// The character in a message: `a tab`, `a no-break space`, `U+202D`.
  var phrase: String {
    switch value {
    case 0x09: "a tab"
    case 0x0A, 0x0D: "a line break"
    case 0x20: "a space"
    case 0xA0: "a no-break space"
    case 0x3000: "a wide space"
    case 0xFEFF: "a byte order mark"
    case 0x200B: "a zero-width space"
    case _ where isDirectionMark: "a direction mark (\(codePoint))"
    case _ where isBlank: "a blank (\(codePoint))"
    default: "a hidden mark (\(codePoint))"
    }
  }

  /// `U+00A0`.
  var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
