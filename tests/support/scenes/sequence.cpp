// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/sequence.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

constexpr double farAwayMm = 340;  // below the picture

bool same(const std::optional<Pose> &a, const std::optional<Pose> &b)
{
    if (a.has_value() != b.has_value()) {
        return false;
    }
    return !a || (cv::norm(a->centre - b->centre) < 0.01 && std::abs(a->turn - b->turn) < 0.01 &&
                  std::abs(a->height - b->height) < 0.01);
}

}  // namespace

std::optional<Pose> Sequence::Actor::poseAt(double seconds) const
{
    std::size_t i = 0;
    while (i + 1 < keys.size() && keys[i + 1].at <= seconds) {
        ++i;
    }
    if (keys.empty() || keys[i].at > seconds || !keys[i].shown) {
        return std::nullopt;
    }
    if (i + 1 == keys.size()) {
        return keys[i].pose;
    }
    const Key &from = keys[i];
    const Key &to = keys[i + 1];
    const double t = (seconds - from.at) / (to.at - from.at);
    const double s = t * t * (3 - 2 * t);
    Pose pose;
    pose.centre = from.pose.centre + (to.pose.centre - from.pose.centre) * s;
    pose.turn = from.pose.turn + (to.pose.turn - from.pose.turn) * s;
    pose.height = from.pose.height + (to.pose.height - from.pose.height) * s;
    return pose;
}

// Writes the keys of a film, from left to right in time.
class Sequence::Director
{
public:
    Director(std::vector<Actor> &actors, Random random) : m_actors(actors), m_random(random) {}

    [[nodiscard]] double time() const { return m_now; }
    Random &random() { return m_random; }
    void wait(double seconds) { m_now += seconds; }

    void lay(std::size_t i, const Pose &place)
    {
        const cv::Point2d grip = gripOf();
        m_lean = m_random.uniform(-28, 28);
        Pose start = place;
        start.centre.y += farAwayMm;
        start.centre.x += m_random.uniform(-60, 60);
        start.turn += m_random.uniform(-20, 20);
        start.height = 45;
        Pose near = place;
        near.centre += cv::Point2d(m_random.uniform(-12, 12), m_random.uniform(-12, 12));
        near.turn += m_random.uniform(-7, 7);
        carry(i, {{m_random.uniform(0.6, 1.3), start, near}, {m_random.uniform(0.25, 0.6), near, place}}, grip);
        leave(place.centre + grip);
    }

    void push(std::size_t i, const Pose &to, double seconds)
    {
        const cv::Point2d grip = gripOf();
        const Pose from = current(i);
        enter(from.centre + grip);
        carry(i, {{seconds, from, to}}, grip);
        leave(to.centre + grip);
    }

    void remove(std::size_t i)
    {
        const cv::Point2d grip = gripOf();
        const Pose from = current(i);
        Pose away = from;
        away.centre.y += farAwayMm;
        away.height = 30;
        enter(from.centre + grip);
        carry(i, {{m_random.uniform(0.6, 1.2), from, away}}, grip);
        m_actors[i].keys.back().shown = false;
        hide();
    }

    void handComes(cv::Point2d at) { enter(at); }
    void handGoes(cv::Point2d at) { leave(at); }
    [[nodiscard]] Pose current(std::size_t i) const { return m_actors[i].keys.back().pose; }

private:
    struct Move
    {
        double seconds;
        Pose from, to;
    };

    [[nodiscard]] cv::Point2d gripOf() { return {m_random.uniform(-25, 25), m_random.uniform(5, 40)}; }
    std::vector<Key> &hand() { return m_actors.back().keys; }
    [[nodiscard]] Pose handPose(cv::Point2d at, double height) { return {at, m_lean, height}; }

    void enter(cv::Point2d at)
    {
        m_lean = m_random.uniform(-28, 28);
        const double seconds = m_random.uniform(0.35, 0.8);
        hand().push_back({m_now, handPose(at + cv::Point2d(0, farAwayMm * 0.9), 30), true});
        m_now += seconds;
        hand().push_back({m_now, handPose(at, 9), true});
        wait(m_random.uniform(0.1, 0.3));
        hand().push_back({m_now, handPose(at, 9), true});
    }

    void leave(cv::Point2d at)
    {
        wait(m_random.uniform(0.1, 0.5));
        hand().push_back({m_now, handPose(at, 9), true});
        m_now += m_random.uniform(0.35, 0.8);
        hand().push_back({m_now, handPose(at + cv::Point2d(0, farAwayMm * 0.9), 30), true});
        hide();
    }

    void hide() { hand().push_back({m_now, hand().back().pose, false}); }

    // Document and hand go together.
    void carry(std::size_t i, const std::vector<Move> &moves, cv::Point2d grip)
    {
        for (const Move &move : moves) {
            m_actors[i].keys.push_back({m_now, move.from, true});
            hand().push_back({m_now, handPose(move.from.centre + grip, move.from.height + 9), true});
            m_now += move.seconds;
            m_actors[i].keys.push_back({m_now, move.to, true});
            hand().push_back({m_now, handPose(move.to.centre + grip, move.to.height + 9), true});
        }
    }

    std::vector<Actor> &m_actors;
    Random m_random;
    double m_now = 0;
    double m_lean = 0;
};

Sequence::Sequence(const SequenceOptions &options)
    : m_options(options), m_random(Random(options.seed).fork(201)), m_camera([&] {
          SceneOptions scene;
          scene.seed = options.seed;
          scene.size = options.size;
          return makeCamera(scene);
      }()),
      m_light(makeLight(m_random.fork(1))), m_map(m_camera.plateMap())
{
    Random random = m_random.fork(2);
    if (m_options.kinds.empty() && options.script != Script::OnlyHands) {
        const bool two = options.script == Script::TwoPages || options.script == Script::Pair;
        const std::vector<Kind> one{Kind::EndOfContract, Kind::IdFront,      Kind::ContractCover,
                                    Kind::LowIncome,     Kind::RegisterPage, Kind::BookletOpen};
        m_options.kinds = options.script == Script::Pair ? std::vector{Kind::IdFront, Kind::IdBack}
                          : two                          ? std::vector{Kind::ContractCover, Kind::ContractTerms}
                                                         : std::vector{random.of(one)};
    }
    Plate plate;
    plate.background = options.background;
    plate.seed = random.next();
    const double perMm = m_camera.calibration().pixelsPerMm();
    const double x = options.size.width / perMm / 2 - 14;
    const double y = options.size.height / perMm / 2 - 12;
    plate.marks = {cv::Point2d(-x, -y), {x, -y}, {x, y}, {-x, y}};
    m_plate = drawPlate(plate, m_camera, m_map);
    m_reference = m_plate.clone();
    addLight(m_reference, m_light, {});
    addSensor(m_reference, {}, m_random.fork(3));
    m_hand = drawThing(Thing::Hand, std::clamp(perMm * 1.1, 2.5, 8.0), m_random.fork(4));
    m_handOutline = outlineOf(m_hand);
    m_shutter = random.uniform(0.012, 0.033);

    std::vector<cv::Size2f> sizes;
    sizes.reserve(m_options.kinds.size());
    m_documents.reserve(m_options.kinds.size());
    for (std::size_t i = 0; i < m_options.kinds.size(); ++i) {
        m_documents.push_back(
            std::make_shared<Document>(drawDocument(m_options.kinds[i], m_random.fork(20 + i).next())));
        sizes.push_back(m_documents.back()->mm);
    }
    std::vector<Pose> places(sizes.size(), Pose{{0, 0}, 90, 0});
    const bool apart = options.script == Script::Pair;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        // One after another each may lie anywhere; together they must not touch.
        const std::vector<Spread> spread =
            layOut(apart ? sizes : std::vector{sizes[i]}, m_camera, {}, false, m_random.fork(apart ? 30 : 31 + i));
        for (const Spread &one : spread) {
            places[apart ? one.document : i] = one.pose;
        }
    }
    m_actors.resize(m_documents.size() + 1);
    Director film(m_actors, m_random.fork(5));
    film.wait(random.uniform(0.4, 0.9));
    const auto pushed = [&](const Pose &pose, double mm, double turn) {
        Pose other = pose;
        other.centre += cv::Point2d(random.uniform(-mm, mm), random.uniform(-mm, mm));
        other.turn += turn;
        return other;
    };
    switch (options.script) {
    case Script::LayOne:
        film.lay(0, places[0]);
        break;
    case Script::LayCorrect:
        film.lay(0, pushed(places[0], 9, random.uniform(-6, 6)));
        film.wait(random.uniform(0.1, 0.45));
        film.push(0, places[0], random.uniform(0.3, 0.8));
        break;
    case Script::LayTurn:
        film.lay(0, pushed(places[0], 0, random.chance(0.5) && sizes[0].height < 160 ? 90 : 180));
        film.wait(random.uniform(0.2, 1.4));
        film.push(0, places[0], random.uniform(0.8, 1.6));
        break;
    case Script::LayRemove:
        film.lay(0, places[0]);
        film.wait(random.uniform(1.2, 2.2));
        film.remove(0);
        break;
    case Script::TwoPages:
        film.lay(0, places[0]);
        film.wait(random.uniform(1.2, 2));
        film.remove(0);
        film.wait(random.uniform(0.1, 0.7));
        film.lay(1, places[1]);
        break;
    case Script::Pair:
        film.lay(0, places[0]);
        film.wait(random.uniform(0.1, 0.6));
        film.lay(1, places[1]);
        break;
    case Script::HandStays:
        film.lay(0, places[0]);
        film.wait(random.uniform(0.05, 0.2));
        film.handComes(places[0].centre + cv::Point2d(random.uniform(-20, 20), random.uniform(0, 20)));
        break;
    case Script::NeverStill:
        film.lay(0, places[0]);
        for (int i = 0; i < 4; ++i) {
            film.push(0, pushed(places[0], 8, random.uniform(-5, 5)), random.uniform(0.4, 0.9));
        }
        break;
    case Script::OnlyHands:
        for (int i = 0; i < 3; ++i) {
            const cv::Point2d at(random.uniform(-110, 110), random.uniform(-60, 50));
            film.handComes(at);
            film.wait(random.uniform(0.1, 0.8));
            film.handGoes(at);
            film.wait(random.uniform(0.1, 0.5));
        }
        break;
    }
    film.wait(options.script == Script::NeverStill ? 0 : 2.2);
    m_frames = static_cast<int>(film.time() * options.perSecond);
    for (std::size_t i = 0; i < m_documents.size(); ++i) {
        m_sheets.emplace_back(m_documents[i], places[i], Bend::Flat, 0, m_random.fork(6));
    }
}

bool Sequence::visible(const Sheet &sheet) const
{
    const Corners quad = sheet.quad(m_camera);
    double left = 1e9;
    double top = 1e9;
    double right = -1e9;
    double bottom = -1e9;
    for (const cv::Point2d &p : quad) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    return right > 0 && bottom > 0 && left < m_options.size.width - 1 && top < m_options.size.height - 1;
}

FrameTruth Sequence::truthAt(int index) const
{
    const double step = 1.0 / m_options.perSecond;
    const double now = index * step;
    FrameTruth truth;
    truth.ms = static_cast<int>(std::lround(now * 1000));
    const auto handInside = [&](double seconds) {
        const std::optional<Pose> pose = m_actors.back().poseAt(seconds);
        return pose &&
               inPicture(m_handOutline, m_hand, {pose->centre, pose->turn, pose->height}, m_camera, m_options.size);
    };
    truth.hand = handInside(now);
    truth.moving = false;
    // What is not in the picture yet, or no more, does not move there.
    const auto inside = [&](std::size_t i, const std::optional<Pose> &pose) {
        if (!pose) {
            return false;
        }
        Sheet sheet = m_sheets[i];
        sheet.setPose(*pose);
        return visible(sheet);
    };
    const auto moved = [&](std::size_t i, double before) {
        const std::optional<Pose> pose = m_actors[i].poseAt(now);
        const std::optional<Pose> other = m_actors[i].poseAt(before);
        return !same(pose, other) && (inside(i, pose) || inside(i, other));
    };
    for (std::size_t i = 0; i < m_sheets.size(); ++i) {
        const std::optional<Pose> pose = m_actors[i].poseAt(now);
        truth.moving = truth.moving || (index > 0 && moved(i, now - step));
        if (!pose) {
            continue;
        }
        Sheet sheet = m_sheets[i];
        sheet.setPose(*pose);
        if (visible(sheet)) {
            truth.documents.push_back(describe(sheet, m_documents[i], Bend::Flat, m_camera));
        }
    }
    truth.moving =
        truth.moving || (truth.hand && !same(m_actors.back().poseAt(now), m_actors.back().poseAt(now - step)));
    truth.empty = truth.documents.empty();
    if (!truth.empty && !truth.hand && !truth.moving) {
        // Back to the first moment from which nothing has changed.
        double since = now;
        const auto quiet = [&](double seconds) {
            for (std::size_t i = 0; i < m_sheets.size(); ++i) {
                if (moved(i, seconds)) {
                    return false;
                }
            }
            return !handInside(seconds);
        };
        while (since - 0.005 > 0 && quiet(since - 0.005)) {
            since -= 0.005;
        }
        truth.stillSince = static_cast<int>(std::lround(since * 1000));
    }
    return truth;
}

void Sequence::compose(cv::Mat &bgr, cv::Mat &cover, double seconds, std::vector<Sheet::View> &views)
{
    const double perMm = m_camera.calibration().pixelsPerMm();
    m_plate.copyTo(bgr);
    cover.setTo(0);
    views.clear();
    for (std::size_t i = 0; i < m_sheets.size(); ++i) {
        const std::optional<Pose> pose = m_actors[i].poseAt(seconds);
        if (!pose) {
            continue;
        }
        m_sheets[i].setPose(*pose);
        Sheet::View view = m_sheets[i].seen(m_camera, m_map, m_light.direction);
        if (!view.area.empty()) {
            const double far = (0.4 + 0.6 * pose->height) * perMm;
            castShadow(bgr, view.mask, view.area, m_light.direction * far * 0.7, 0.5 * perMm + far * 0.6,
                       m_light.contact);
            cv::Mat part = bgr(view.area);
            view.bgr.copyTo(part, view.mask > 127);
            views.push_back(std::move(view));
        }
    }
    if (const std::optional<Pose> pose = m_actors.back().poseAt(seconds)) {
        putThing(bgr, cover, m_hand, {pose->centre, pose->turn, pose->height}, m_camera, m_light.direction,
                 m_light.contact * 1.4);
    }
}

std::optional<Sequence::Frame> Sequence::next()
{
    if (m_index >= m_frames) {
        return std::nullopt;
    }
    Frame frame;
    frame.truth = truthAt(m_index);
    const double now = static_cast<double>(m_index) / m_options.perSecond;
    cv::Mat cover(m_options.size, CV_8U);
    std::vector<Sheet::View> views;
    // What moves while the shutter is open is drawn several times.
    const int samples = frame.truth.moving ? 4 : 1;
    cv::Mat sum;
    for (int i = samples - 1; i >= 0; --i) {
        cv::Mat part;
        compose(part, cover, std::max(0.0, now - m_shutter * i / samples), views);
        if (samples == 1) {
            frame.bgr = part;
        } else if (sum.empty()) {
            part.convertTo(sum, CV_16U);
        } else {
            cv::add(sum, part, sum, cv::noArray(), CV_16U);
        }
    }
    if (samples > 1) {
        sum.convertTo(frame.bgr, CV_8U, 1.0 / samples);
    }
    Random random = m_random.fork(1000 + static_cast<std::uint64_t>(m_index));
    Light light = m_light;
    light.exposure *= 1 + random.uniform(-0.012, 0.012);  // mains light beats with the frame rate
    addLight(frame.bgr, light, {});
    addSensor(frame.bgr, {}, random);
    const cv::Mat washed(m_options.size, CV_8U, cv::Scalar(0));
    for (std::size_t i = 0; i < std::min(views.size(), frame.truth.documents.size()); ++i) {
        measureDefects(frame.truth.documents[i], views[i], cover, washed);
    }
    ++m_index;
    return frame;
}

QString nameOf(Script script)
{
    switch (script) {
    case Script::LayOne:
        return u"lay-one"_s;
    case Script::LayCorrect:
        return u"lay-correct"_s;
    case Script::LayTurn:
        return u"lay-turn"_s;
    case Script::LayRemove:
        return u"lay-remove"_s;
    case Script::TwoPages:
        return u"two-pages"_s;
    case Script::Pair:
        return u"pair"_s;
    case Script::HandStays:
        return u"hand-stays"_s;
    case Script::NeverStill:
        return u"never-still"_s;
    case Script::OnlyHands:
        return u"only-hands"_s;
    }
    return {};
}

const std::vector<Script> &allScripts()
{
    static const std::vector<Script> list{Script::LayOne,    Script::LayCorrect, Script::LayTurn,
                                          Script::LayRemove, Script::TwoPages,   Script::Pair,
                                          Script::HandStays, Script::NeverStill, Script::OnlyHands};
    return list;
}

}  // namespace hall::scenes
