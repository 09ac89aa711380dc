import CNcurses
import CProcess
import Glibc
import Screen

/// The screen half of ncurses, whose output is caught in memory.
///
/// ncurses writes in as many pieces as it likes, and waits where a line is stalled. So it draws into
/// a file in memory, and the terminal gets the whole in one write that does not wait.
final class CursesScreen {
  /// The places in the palette that the description has, 0 for none.
  let colors: Int
  /// The pairs of colours that can be in use at once.
  let pairs: Int
  /// Whether the terminal's own colours can be asked for.
  let hasDefault: Bool
  private(set) var size: Size
  private let output: UnsafeMutablePointer<FILE>
  private let input: UnsafeMutablePointer<FILE>
  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>

  /// Starts ncurses; nil where it does not know the terminal.
  ///
  /// The signals are ours before this: ncurses leaves those alone that somebody handles.
  init?(named name: String, size: Size) {
    guard let output = purser_memory_file() else { return nil }
    guard let input = fopen("/dev/null", "re") else {
      fclose(output)
      return nil
    }
    guard let screen = purser_newterm(name, output, input), let window = purser_window() else {
      fclose(output)
      fclose(input)
      return nil
    }
    (self.output, self.input, self.screen, self.window) = (output, input, screen, window)
    let hasColors = start_color() == OK && has_colors()
    colors = hasColors ? Int(purser_colors()) : 0
    pairs = hasColors ? Int(purser_pairs()) : 0
    hasDefault = hasColors && use_default_colors() == OK
    self.size = size
    // Nothing that waits to be read may keep a frame half drawn.
    typeahead(-1)
    // Moving lines and cells about would need a terminal that agrees on every width.
    idlok(window, false)
    idcok(window, false)
    // What it says at the start is said by `TerminalKind`, and its scrolling region is a guess.
    wnoutrefresh(window)
    _ = update()
    resize(to: size)
  }

  /// Ends ncurses; the terminal is not touched.
  func close() {
    delscreen(screen)
    fclose(output)
    fclose(input)
  }

  /// Takes a new size; what stands on the screen counts as unknown.
  func resize(to size: Size) {
    resize_term(Int32(clamping: max(1, size.height)), Int32(clamping: max(1, size.width)))
    self.size = size
    distrust()
  }

  /// Lets the next update clear the terminal and draw all of it.
  func distrust() { purser_distrust() }

  /// Puts cells into a line from a place on.
  func put(_ cells: [cchar_t], x: Int, y: Int) {
    wmove(window, Int32(clamping: y), Int32(clamping: x))
    wadd_wchnstr(window, cells, Int32(clamping: cells.count))
  }

  /// Lets the next update draw cells of a line again, for what stands there may have been spoilt.
  func distrust(_ columns: Range<Int>, y: Int) {
    let (line, x) = (Int32(clamping: y), Int32(clamping: columns.lowerBound))
    guard !columns.isEmpty, let part = derwin(window, 1, Int32(clamping: columns.count), line, x)
    else { return }
    redrawwin(part)
    delwin(part)
    wtouchln(window, line, 1, 1)
  }

  /// Where the cursor is to stay; nil where that does not matter.
  func setCursor(_ place: Point?) {
    leaveok(window, place == nil)
    if let place { wmove(window, Int32(clamping: place.y), Int32(clamping: place.x)) }
  }

  /// Draws what changed; answers the bytes for the terminal.
  func update() -> [UInt8] {
    wnoutrefresh(window)
    doupdate()
    let file = fileno(output)
    var bytes = [UInt8](repeating: 0, count: max(0, lseek(file, 0, SEEK_CUR)))
    let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
    lseek(file, 0, SEEK_SET)
    return Array(bytes.prefix(max(0, count)))
  }
}
