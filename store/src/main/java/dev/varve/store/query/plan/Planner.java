package dev.varve.store.query.plan;

import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.JsonOrder;
import dev.varve.store.query.Cursor;
import dev.varve.store.query.Page;
import dev.varve.store.query.Query;
import dev.varve.store.query.Sort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses how to answer a query: by an index where that reads less than going through all
/// documents. The answer is the same whatever is chosen.
///
/// The cost of a plan is the number of documents it reads; a document looked up by an index costs
/// as much as [#LOOKUP] read in a row. A plan that gives documents in order reads no more than the
/// page needs, on average.
public final class Planner {
  /// A document fetched by its key, in documents read one after the other.
  static final double LOOKUP = 4;

  /// Where nothing is known, a range is taken to hold this part of the documents.
  private static final double UNKNOWN_RANGE = 0.25;

  private static final double UNKNOWN_POINT = 0.01;
  private static final int RANGES_MAX = 256;

  private final Query query;
  private final IndexReader reader;
  private final double documents;
  private final byte @Nullable [] cursor;

  /// How many documents pass the filter at most, as far as indexes were asked.
  private double matches;

  private static final FieldPath KEY = new FieldPath(FieldPath.Source.KEY, List.of());

  private Planner(Query query, IndexReader reader) {
    this.query = query;
    this.reader = reader;
    documents = Math.max(1, reader.documents());
    matches = documents;
    String text = query.page().cursor();
    cursor = text == null ? null : Cursor.read(query, text);
  }

  /// The plan of least cost.
  ///
  /// @throws dev.varve.base.Failure when the query's cursor is not its own
  public static Plan plan(Query query, List<IndexDefinition> indexes, IndexReader reader) {
    return new Planner(query, reader).cheapest(indexes);
  }

  private Plan cheapest(List<IndexDefinition> indexes) {
    Plan best = null;
    for (IndexDefinition index : indexes) {
      Plan plan = byIndex(index);
      if (plan != null && (best == null || plan.estimate() < best.estimate())) {
        best = plan;
      }
    }
    Plan scan = scan();
    return best != null && cost(best, LOOKUP) < cost(scan, 1) ? best : scan;
  }

  private static double cost(Plan plan, double each) {
    return plan.estimate() * each;
  }

  /// How many documents are read until the page is full, about, where they come in order.
  private long enough(boolean ordered, Filter residual) {
    boolean stops =
        ordered && query.page().limit() != Page.UNLIMITED && query.aggregation().isNone();
    if (!stops) {
      return Long.MAX_VALUE;
    }
    long page = (long) query.page().limit() + query.page().offset();
    return residual instanceof Filter.All ? page : 10 * page;
  }

  private Plan scan() {
    RangeSet keys = RangeSet.of(query.filter(), KEY);
    String from = "";
    String to = null;
    if (!keys.ranges().isEmpty() && !keys.isAll()) {
      from = KeyText.from(keys.ranges().getFirst().from());
      to = KeyText.to(keys.ranges().getLast().to());
    }
    if (cursor != null && query.sort().isEmpty()) {
      String behind = KeyText.from(cursor) + '\0';
      from = JsonOrder.codePoints(behind, from) > 0 ? behind : from;
    }
    double part = from.isEmpty() && to == null ? 1 : UNKNOWN_RANGE;
    long reads = (long) Math.ceil(documents * part);
    long enough = enough(query.isByKey(), query.filter());
    if (enough < reads) {
      double known = enough / 10.0 * documents / Math.max(1, matches);
      reads = Math.min(reads, Math.max(enough, (long) known));
    }
    return new Plan(query, new Plan.Access.Scan(from, to), query.filter(), query.isByKey(), reads);
  }

  private @Nullable Plan byIndex(IndexDefinition index) {
    var settled = new ArrayList<FieldPath>();
    var points = new ArrayList<byte[]>();
    List<ByteRange> ranges = ranges(index, settled, points);
    boolean exact = reader.isExact(index);
    int skip = exact ? skip(index, points.size()) : -1;
    if (settled.isEmpty() && skip < 0) {
      return null;
    }
    Plan.Order order = Plan.Order.UP;
    boolean ordered = skip >= 0;
    if (ordered) {
      order = query.sort().getFirst().descending() ? Plan.Order.DOWN : Plan.Order.UP;
      ranges = cursor == null ? ranges : behindCursor(ranges, prefix(points, skip), order, cursor);
    } else if (query.isByKey()) {
      boolean onePoint = points.size() == index.paths().size() && exact;
      order = onePoint ? Plan.Order.UP : Plan.Order.KEYS;
      ordered = true;
    }
    Filter residual = residual(settled);
    boolean stops = ordered && order != Plan.Order.KEYS;
    long reads = estimate(index, ranges, enough(stops, residual));
    if (!stops && !settled.isEmpty()) {
      matches = Math.min(matches, (double) reads);
    }
    if (order == Plan.Order.KEYS && reads > IndexRows.KEYS_MAX) {
      return null;
    }
    var access = new Plan.Access.Index(index, ranges, order);
    return new Plan(query, access, residual, ordered, reads);
  }

  /// The ranges of entries that may match.
  ///
  /// @param settled gets the paths whose conditions the ranges settle
  /// @param points gets, for each leading path of which only one value matches, the bytes up to it
  private List<ByteRange> ranges(
      IndexDefinition index, List<FieldPath> settled, List<byte[]> points) {
    List<ByteRange> ranges = List.of(ByteRange.ALL);
    for (FieldPath path : index.paths()) {
      RangeSet set = RangeSet.of(query.filter(), path);
      if (set.isAll() || (long) ranges.size() * set.ranges().size() > RANGES_MAX) {
        break;
      }
      ranges = behind(ranges, set.ranges());
      settled.add(path);
      if (!set.isPoints()) {
        break;
      }
      if (ranges.size() == 1) {
        points.add(ranges.getFirst().from());
      }
    }
    return ranges;
  }

  private static byte[] prefix(List<byte[]> points, int skip) {
    return skip == 0 ? new byte[0] : points.get(skip - 1);
  }

  /// Where the index gives the order, the sort bytes of a document are the end of its entry, turned
  /// over where the order falls.
  private static List<ByteRange> behindCursor(
      List<ByteRange> ranges, byte[] prefix, Plan.Order order, byte[] cursor) {
    byte[] place = cursor.clone();
    for (int i = 0; i < place.length && order == Plan.Order.DOWN; i++) {
      place[i] = (byte) ~place[i];
    }
    byte[] entry = ByteRange.join(prefix, place);
    ByteRange rest =
        order == Plan.Order.DOWN
            ? new ByteRange(new byte[0], entry)
            : new ByteRange(ByteRange.join(entry, new byte[1]), null);
    return new RangeSet(ranges, true).and(new RangeSet(List.of(rest), true)).ranges();
  }

  private static List<ByteRange> behind(List<ByteRange> points, List<ByteRange> ranges) {
    var all = new ArrayList<ByteRange>();
    for (ByteRange point : points) {
      for (ByteRange range : ranges) {
        all.add(range.behind(point.from()));
      }
    }
    return all;
  }

  /// How many leading paths, of one value each, to leave aside so that the others are the sort;
  /// below zero when the index does not give the order. The sort has to name all the others, since
  /// the key decides among equals.
  private int skip(IndexDefinition index, int points) {
    List<Sort> sort = query.sort();
    if (sort.isEmpty() || query.aggregation().isGrouped()) {
      return -1;
    }
    boolean falls = sort.getFirst().descending();
    for (int skip = 0; skip <= points; skip++) {
      List<FieldPath> paths = index.paths().subList(skip, index.paths().size());
      boolean fits = paths.size() == sort.size();
      for (int i = 0; i < sort.size() && fits; i++) {
        fits = sort.get(i).descending() == falls && sort.get(i).path().equals(paths.get(i));
      }
      if (fits) {
        return skip;
      }
    }
    return -1;
  }

  /// The filter without the parts that the ranges settle.
  private Filter residual(List<FieldPath> settled) {
    List<Filter> parts =
        query.filter() instanceof Filter.And(var filters) ? filters : List.of(query.filter());
    var left = new ArrayList<Filter>();
    for (Filter part : parts) {
      if (settled.stream().noneMatch(path -> settles(part, path))) {
        left.add(part);
      }
    }
    return Filter.and(left);
  }

  private static boolean settles(Filter part, FieldPath path) {
    return RangeSet.of(part, path).exact();
  }

  /// @param enough more are not read
  private long estimate(IndexDefinition index, List<ByteRange> ranges, long enough) {
    double sum = 0;
    for (ByteRange range : ranges) {
      if (sum >= enough) {
        break;
      }
      long known = reader.estimate(index, range, enough);
      double guess =
          range.from().length == 0
              ? documents
              : documents * (range.isPoint() ? UNKNOWN_POINT : UNKNOWN_RANGE);
      sum += known >= 0 ? known : guess;
    }
    return Math.min((long) Math.ceil(Math.min(sum, documents)), enough);
  }
}
