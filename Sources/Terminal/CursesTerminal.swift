import CProcess
import Dispatch
import FoundationEssentials
import Glibc
package import Screen

/// The terminal: shows frames, tells events, and is put back as it was on every way out.
///
/// ncurses draws (`CursesScreen`); settings, input and signals are served here.
/// All of it runs on the main actor, whose queue also serves the descriptors. It waits for nothing:
/// while a stalled line takes no bytes, newer frames replace the ones not written yet.
@MainActor
package final class CursesTerminal {
  /// What the terminal tells; for one reader.
  package let events: AsyncStream<ScreenEvent>
  /// The cells there are; a change comes as an event too.
  package private(set) var size: Size
  /// The signs that can be shown, for the canvases to draw with.
  package let glyphs: GlyphSet
  /// The colours that can be shown.
  package let depth: ColorDepth

  let descriptor: TerminalDescriptor
  let continuation: AsyncStream<ScreenEvent>.Continuation
  var parser = InputParser()
  var sources: [any DispatchSourceProtocol] = []
  private(set) var isOpen = true
  private let kind: TerminalKind
  private var hasMouse: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var painter: FramePainter
  /// What the terminal shows, once all of it was written.
  private var shown: (canvas: Canvas, theme: Theme)?
  /// The newest frame that the line was too slow for.
  private var waiting: (canvas: Canvas, theme: Theme)?
  /// Bytes that the line has not taken yet.
  private var unwritten: [UInt8] = []

  /// Opens the terminal, or says why that is not possible, before anything is changed on it.
  package init(configuration: TerminalConfiguration) throws(TerminalError) {
    guard let term = configuration.term, !term.isEmpty else { throw .unnamed }
    descriptor = try TerminalDescriptor()
    kind = try TerminalKind(named: term, descriptor: descriptor.number)
    depth =
      configuration.depth
      ?? .detected(
        term: term, colorTerm: configuration.colorTerm, noColor: configuration.noColor,
        colors: kind.colors)
    let isUTF8 = Self.isUTF8(locale: configuration.locale)
    glyphs = configuration.glyphs ?? .detected(term: term, isUTF8: isUTF8)
    Self.setLocale(for: glyphs)
    hasMouse = configuration.mouse
    size = descriptor.size
    start = clock.now
    (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    let signals = purser_signals_open()
    let names = kind.drawingNames(for: depth)
    let opened = names.lazy.compactMap { [descriptor] in
      CursesScreen(named: $0, size: descriptor.size)
    }.first
    guard let opened else {
      purser_signals_close()
      throw .unknown(term)
    }
    painter = FramePainter(kind: kind, depth: depth, screen: opened)
    let error = enter()
    guard error == 0 else {
      purser_signals_close()
      throw .refused(error)
    }
    listen(toSignals: signals)
  }

  /// Shows a frame: writes what differs from the last one, in one write.
  ///
  /// Nothing is written where nothing differs. A frame that comes while the line is stalled waits,
  /// and gives way to the next one.
  package func present(_ canvas: Canvas, theme: Theme) {
    guard isOpen else { return }
    guard unwritten.isEmpty else {
      waiting = (canvas, theme)
      return
    }
    let old = shown?.theme == theme ? shown?.canvas : nil
    shown = (canvas, theme)
    send(painter.paint(canvas, over: old, theme: theme))
  }

  /// Rings the bell.
  package func bell() {
    send([0x07])
  }

  /// Asks the terminal to copy a text (OSC 52); false where it is of a kind that can't.
  ///
  /// Whether the terminal allows it, it does not say.
  package func copy(_ text: Shown) -> Bool { copy([text]) }

  /// Puts lines on the clipboard, a line end between them.
  ///
  /// Returns false where the terminal is not asked: it may not know the sequence.
  package func copy(_ lines: [Shown]) -> Bool {
    guard isOpen, hasExtras else { return false }
    let text = lines.map(\.text).joined(separator: "\n")
    send(Array("\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}".utf8))
    return true
  }

  /// Gives the terminal to the shell until the person comes back, as `^z` does.
  ///
  /// An event tells that the program runs again.
  package func suspend() {
    guard isOpen else { return }
    purser_terminal_leave(0)
    purser_stop()
    resume()
  }

  /// Switches the reports of the mouse on or off.
  package func setMouse(_ isOn: Bool) {
    guard isOn != hasMouse else { return }
    hasMouse = isOn
    if hasExtras { send(isOn ? Self.mouseOn : Self.mouseOff) }
  }

  /// Draws everything anew, after something else wrote to the terminal.
  package func redraw() {
    guard isOpen else { return }
    repaint()
  }

  /// Drops what was typed and not read, and what of it was read as the start of a key.
  ///
  /// Events that were told already stay told.
  package func dropInput() {
    guard isOpen else { return }
    tcflush(descriptor.number, TCIFLUSH)
    parser = InputParser()
  }

  /// Puts the terminal back as it was and ends the events.
  ///
  /// Does nothing the second time.
  package func restore() {
    guard isOpen else { return }
    isOpen = false
    sources.forEach { $0.cancel() }
    sources = []
    purser_terminal_leave(1)
    purser_signals_close()
    painter.close()
    continuation.finish()
  }

  /// Takes the terminal again and shows the last frame anew.
  func resume() {
    _ = enter()
    resize()
    repaint()
    continuation.yield(.resumed)
  }

  /// Learns the size and tells it where it is a new one.
  func resize() {
    let found = descriptor.size
    guard found != size else { return }
    size = found
    continuation.yield(.resize(found))
  }

  /// The time since the terminal was opened.
  var uptime: Duration { start.duration(to: clock.now) }

  private func repaint() {
    painter.forget()
    unwritten = []
    guard let last = waiting ?? shown else { return }
    waiting = nil
    shown = nil
    present(last.canvas, theme: last.theme)
  }

  /// Raw mode, the other screen, the mouse; the way back is armed first.
  private func enter() -> Int32 {
    // A frame may have been cut: lines that scroll and wrapping as they were. Setting the lines moves the
    // cursor, which only leaving the other screen brings back.
    let whole: [UInt8] =
      kind.isStandard && !kind.leave.isEmpty ? Array("\u{1B}[r\u{1B}[?7h".utf8) : []
    // Without another screen the shell goes on below what is shown, not in the middle of it.
    let below: [UInt8] =
      kind.isStandard && kind.leave.isEmpty ? Array("\u{1B}[r\u{1B}[999;1H\r\n".utf8) : []
    let back =
      whole + (hasExtras ? Self.pasteOff + Self.mouseOff : []) + kind.reset + kind.linesOff
      + kind.showCursor + kind.leave + below
    let error = back.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        purser_terminal_enter(descriptor.number, $0.baseAddress, $0.count)
      }
    }
    let on = hasExtras ? Self.pasteOn + (hasMouse ? Self.mouseOn : []) : []
    if error == 0 { send(kind.enter + kind.linesInit + on) }
    return error
  }

  /// Whether bracketed paste and the mouse can be asked for.
  private var hasExtras: Bool {
    kind.isStandard && kind.colors >= 8 && !kind.name.hasPrefix("linux")
  }

  private static let pasteOn = Array("\u{1B}[?2004h".utf8)
  private static let pasteOff = Array("\u{1B}[?2004l".utf8)
  private static let mouseOn = Array("\u{1B}[?1000;1006h".utf8)
  private static let mouseOff = Array("\u{1B}[?1000;1006l".utf8)

  private func send(_ bytes: [UInt8]) {
    guard isOpen, !bytes.isEmpty else { return }
    guard unwritten.isEmpty else {
      unwritten += bytes
      return
    }
    finish(descriptor.write(bytes))
  }

  private func finish(_ written: TerminalDescriptor.Written) {
    switch written {
    case .all: unwritten = []
    case .gone: hangUp()
    case .rest(let rest):
      unwritten = rest
      writeLater()
    }
  }

  /// Goes on with what a stalled line did not take, as soon as it takes something.
  private func writeLater() {
    let source = DispatchSource.makeWriteSource(fileDescriptor: descriptor.number, queue: .main)
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        source.cancel()
        self?.writeRest()
      }
    }
    source.activate()
  }

  private func writeRest() {
    guard isOpen else { return }
    finish(descriptor.write(unwritten))
    guard unwritten.isEmpty, let next = waiting else { return }
    waiting = nil
    present(next.canvas, theme: next.theme)
  }
}

extension CursesTerminal {
  /// Whether text may be sent in UTF-8.
  private static func isUTF8(locale: String?) -> Bool {
    if setlocale(LC_CTYPE, "") != nil, let codeset = nl_langinfo(Int32(CODESET)) {
      return String(cString: codeset).uppercased() == "UTF-8"
    }
    // The locale that the person's terminal named is not installed here; its name tells enough.
    let name = locale?.lowercased() ?? ""
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// Lets ncurses write what the canvases hold: it asks the C library how.
  private static func setLocale(for glyphs: GlyphSet) {
    if glyphs == .ascii {
      setlocale(LC_CTYPE, "C")
    } else if nl_langinfo(Int32(CODESET)).map({ String(cString: $0) }) != "UTF-8" {
      setlocale(LC_CTYPE, "C.UTF-8")
    }
  }
}
