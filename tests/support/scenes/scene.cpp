// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/scene.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

// Below the first figure a judge must be silent, above the second it must speak; between them both are right.
struct Band
{
    double silent;
    double speak;
};
constexpr Band coveredArea{0.003, 0.012};
constexpr Band coveredSide{0.03, 0.08};
constexpr Band washedArea{0.0015, 0.006};
constexpr Band blurMm{0.16, 0.34};    // deviation; text of 3 mm is lost at about 0.35
constexpr Band moveMm{0.5, 1.1};      // length
constexpr Band darkness{0.55, 0.72};  // 1 − exposure

void judge(std::vector<QString> &flags, std::vector<QString> &doubtful, const QString &flag, double value, Band band)
{
    const bool said = std::find(flags.begin(), flags.end(), flag) != flags.end();
    if (value >= band.speak && !said) {
        flags.push_back(flag);
        doubtful.erase(std::remove(doubtful.begin(), doubtful.end(), flag), doubtful.end());
    } else if (value > band.silent && !said && std::find(doubtful.begin(), doubtful.end(), flag) == doubtful.end()) {
        doubtful.push_back(flag);
    }
}

class Maker
{
public:
    explicit Maker(const SceneOptions &options)
        : m_options(options), m_random(Random(options.seed).fork(3)), m_camera(makeCamera(options)),
          m_light(makeLight(m_random.fork(1)))
    {
        m_scene.background = options.background;
        m_scene.effect = options.effect;
        m_scene.strength = options.strength;
        m_plate.background = options.background;
        m_plate.seed = m_random.next();
        m_plate.dirtSeed = m_random.next();
        m_plate.dirt = m_random.chance(0.5) ? 0 : m_random.uniform(0.02, 0.15);
        const double perMm = m_camera.calibration().pixelsPerMm();
        const double x = options.size.width / perMm / 2 - 14;
        const double y = options.size.height / perMm / 2 - 12;
        m_plate.marks = {cv::Point2d(-x, -y), {x, -y}, {x, y}, {-x, y}};
        m_scene.marks = m_plate.marks;
    }

    Scene made()
    {
        if (m_options.reference) {
            drawReference();
        }
        if (m_options.effect == Effect::Dirt) {
            m_plate.dirt += 0.3 + 0.9 * m_options.strength;
        }
        const PlateMap map = m_camera.plateMap();
        m_scene.calibration = m_camera.calibration();
        m_scene.frame = drawPlate(m_plate, m_camera, map);
        m_scene.cover = cv::Mat(m_options.size, CV_8U, cv::Scalar(0));
        m_washed = cv::Mat(m_options.size, CV_8U, cv::Scalar(0));
        layDocuments(map);
        layThings();
        light();
        blur();
        sensor(m_scene.frame, m_random.fork(21));
        finishTruth();
        return std::move(m_scene);
    }

private:
    void drawReference()
    {
        Random random = m_random.fork(31);
        const Drift &drift = m_options.drift;
        const double turn = random.uniform(0, 2 * CV_PI);
        const double far = drift.pixels > 0 ? random.uniform(std::min(1.0, drift.pixels), drift.pixels) : 0;
        const Camera before = m_camera.knocked(far * cv::Point2d(std::cos(turn), std::sin(turn)),
                                               drift.pixels > 0 ? random.uniform(-0.02, 0.02) : 0);
        m_scene.referenceCalibration = before.calibration();
        m_scene.emptyReference = drawPlate(m_plate, before, before.plateMap());
        Light light = m_light;
        light.exposure *= 1 + random.uniform(-drift.lamp, drift.lamp);
        const double warmth = random.uniform(-drift.colour, drift.colour);
        light.balance = {light.balance[0] * (1 - warmth), light.balance[1], light.balance[2] * (1 + warmth)};
        addLight(m_scene.emptyReference, light, {});
        sensor(m_scene.emptyReference, random.fork(2), true);
    }

    void layDocuments(const PlateMap &map)
    {
        std::vector<std::shared_ptr<const Document>> documents = m_options.drawn;
        if (documents.empty()) {
            for (std::size_t i = 0; i < m_options.kinds.size(); ++i) {
                documents.push_back(std::make_shared<Document>(
                    drawDocument(m_options.kinds[i], Random(m_options.seed).fork(900 + i).next())));
            }
        }
        std::vector<cv::Size2f> sizes;
        sizes.reserve(documents.size());
        for (const auto &document : documents) {
            sizes.push_back(document->mm);
        }
        const double perMm = m_camera.calibration().pixelsPerMm();
        for (const Spread &spread :
             layOut(sizes, m_camera, m_options.turn, m_options.effect == Effect::Cut, m_random.fork(5))) {
            const auto &document = documents[spread.document];
            const Bend bend = spread.document == 0 ? m_options.bend : Bend::Flat;
            const Sheet sheet(document, spread.pose, bend, m_options.bendStrength, m_random.fork(40 + spread.document));
            Sheet::View view = sheet.seen(m_camera, map, m_light.direction);
            SceneDocument truth = describe(sheet, document, bend, m_camera);
            if (!view.area.empty()) {
                const double thick = document->surface == Surface::Booklet ? 2.5
                                     : document->surface == Surface::Card  ? 0.8
                                                                           : 0.3;
                const double lift = *std::max_element(truth.lift.begin(), truth.lift.end());
                const double far = (thick + 0.5 * lift) * perMm;
                castShadow(m_scene.frame, view.mask, view.area, m_light.direction * far * 0.7, 0.5 * perMm + far,
                           m_light.contact);
                cv::Mat part = m_scene.frame(view.area);
                blend(view, part);
            }
            m_views.push_back(std::move(view));
            m_scene.documents.push_back(std::move(truth));
        }
    }

    static void blend(const Sheet::View &view, cv::Mat &part)
    {
        for (int y = 0; y < view.area.height; ++y) {
            const auto *mask = view.mask.ptr<uchar>(y);
            const auto *top = view.bgr.ptr<cv::Vec3b>(y);
            auto *below = part.ptr<cv::Vec3b>(y);
            for (int x = 0; x < view.area.width; ++x) {
                const int a = mask[x];
                if (a == 255) {
                    below[x] = top[x];
                } else if (a != 0) {
                    for (int i = 0; i < 3; ++i) {
                        below[x][i] = static_cast<uchar>((top[x][i] * a + below[x][i] * (255 - a)) / 255);
                    }
                }
            }
        }
    }

    [[nodiscard]] cv::Point2d middle() const
    {
        if (m_scene.documents.empty()) {
            return {};
        }
        const Corners &quad = m_scene.documents.front().plateQuad;
        return (quad[0] + quad[1] + quad[2] + quad[3]) / 4;
    }

    void put(Thing thing, const Placed &placed, Random random)
    {
        const double perMm = std::clamp(m_camera.calibration().pixelsPerMm() * 1.1, 3.0, 12.0);
        putThing(m_scene.frame, m_scene.cover, drawThing(thing, perMm, random), placed, m_camera, m_light.direction,
                 m_light.contact * 1.6);
    }

    // A fingertip over the middle part of a side, from outside.
    void layFinger(Random random)
    {
        const Corners &quad = m_scene.documents.front().plateQuad;
        const auto side = static_cast<std::size_t>(random.integer(0, 3));
        const cv::Point2d from = quad[side];
        const cv::Point2d to = quad[(side + 1) % 4];
        const cv::Point2d along = (to - from) / cv::norm(to - from);
        const cv::Point2d inward(-along.y, along.x);
        const double deep = 4 + 22 * m_options.strength;
        const cv::Point2d tip = from + (to - from) * random.uniform(0.2, 0.8) + inward * deep;
        const double turn = std::atan2(inward.y, inward.x) * 180 / CV_PI + 90 + random.uniform(-25, 25);
        put(random.chance(0.6) ? Thing::Fingertip : Thing::TwoFingers, {tip, turn, 7}, random.fork(2));
    }

    // How much of the first document lies under a hand there, about: the rest must do to find it by.
    [[nodiscard]] double shareUnder(cv::Point2d tip, double turn) const
    {
        if (m_scene.documents.empty()) {
            return 0;
        }
        const Corners &quad = m_scene.documents.front().plateQuad;
        const double c = std::cos(turn * CV_PI / 180);
        const double s = std::sin(turn * CV_PI / 180);
        constexpr int steps = 16;
        int under = 0;
        for (int i = 0; i < steps * steps; ++i) {
            const int column = i % steps;
            const int row = i / steps;
            const double u = (column + 0.5) / steps;
            const double v = (row + 0.5) / steps;
            const cv::Point2d mm =
                (quad[0] * (1 - u) + quad[1] * u) * (1 - v) + (quad[3] * (1 - u) + quad[2] * u) * v - tip;
            const double across = c * mm.x + s * mm.y;
            const double along = -s * mm.x + c * mm.y;
            under += along > 0 && std::abs(across) < (along < 90 ? 42 : 48) ? 1 : 0;
        }
        return static_cast<double>(under) / (steps * steps);
    }

    // From one of the long sides, the fingertips over the paper.
    void layHand(Random random)
    {
        const double least = 0.02 + 0.1 * m_options.strength;
        const double most = 0.08 + 0.32 * m_options.strength;
        cv::Point2d tip = middle();
        double turn = 0;
        for (int attempt = 0; attempt < 300; ++attempt) {
            turn = random.chance(0.7) ? random.uniform(-50, 50) : 180 + random.uniform(-40, 40);
            tip = middle() + cv::Point2d(random.uniform(-130, 130), random.uniform(-110, 110));
            const double share = shareUnder(tip, turn);
            if (m_scene.documents.empty() || (share > least && share < most)) {
                break;
            }
        }
        put(Thing::Hand, {tip, turn, 9}, random.fork(1));
    }

    void layThings()
    {
        Random random = m_random.fork(50);
        const bool any = !m_scene.documents.empty();
        if (m_options.effect == Effect::Finger && any) {
            layFinger(random);
        } else if (m_options.effect == Effect::Hand) {
            layHand(random);
        } else if (m_options.effect == Effect::Clutter) {
            const int count = 1 + static_cast<int>(m_options.strength * 3.99);
            for (int i = 0; i < count; ++i) {
                layBeside(static_cast<Thing>(random.integer(0, static_cast<int>(Thing::Ruler))),
                          random.fork(10 + static_cast<std::uint64_t>(i)));
            }
            if (random.chance(0.35 * m_options.strength)) {
                layHandBeside(random.fork(20));
            }
        }
    }

    // Where it does not touch a document; left out when there is no room.
    void layBeside(Thing thing, Random random)
    {
        // Each is taken for a rod: half its length, and its radius, mm.
        static const std::array<cv::Point2d, 7> rods{cv::Point2d(62, 8), {0, 15}, {16, 44}, {0, 58},
                                                     {42, 44},           {6, 14}, {70, 17}};
        const cv::Point2d rod = rods[static_cast<std::size_t>(thing)];
        for (int attempt = 0; attempt < 120; ++attempt) {
            const cv::Point2d pixel(m_options.size.width * random.uniform(-0.04, 1.04),
                                    m_options.size.height * random.uniform(-0.04, 1.04));
            const Placed placed{m_camera.calibration().toPlate(pixel), random.uniform(0, 360), 3};
            const double turn =
                (placed.turn + (thing == Thing::Ruler || thing == Thing::CardHolder ? 0 : 90)) * CV_PI / 180;
            bool free = true;
            for (const double t : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
                free = free &&
                       apartFromDocuments(placed.at + rod.x * t * cv::Point2d(std::cos(turn), std::sin(turn)), rod.y);
            }
            const double perMm = m_camera.calibration().pixelsPerMm();
            const cv::Rect around(cvRound(pixel.x - 8 * perMm), cvRound(pixel.y - 8 * perMm), cvRound(16 * perMm),
                                  cvRound(16 * perMm));
            const cv::Rect seen = around & cv::Rect({0, 0}, m_options.size);
            if (free && (seen.empty() || cv::countNonZero(m_scene.cover(seen)) == 0)) {
                put(thing, placed, random.fork(1));
                return;
            }
        }
    }

    [[nodiscard]] bool apartFromDocuments(cv::Point2d mm, double least) const
    {
        return std::all_of(m_scene.documents.begin(), m_scene.documents.end(), [&](const SceneDocument &document) {
            const std::vector<cv::Point2f> outline(document.plateQuad.begin(), document.plateQuad.end());
            return cv::pointPolygonTest(outline, cv::Point2f(mm), true) < -least;
        });
    }

    void layHandBeside(Random random)
    {
        const double x = random.sign() * m_options.size.width / m_camera.calibration().pixelsPerMm() / 2;
        put(Thing::Hand,
            {{x * 0.93, random.uniform(-20, 70)}, x > 0 ? random.uniform(-80, -40) : random.uniform(40, 80), 9},
            random.fork(1));
    }

    [[nodiscard]] std::vector<Shade> shades()
    {
        Random random = m_random.fork(60);
        std::vector<Shade> list;
        const double w = m_options.size.width;
        const double h = m_options.size.height;
        const double perMm = m_camera.calibration().pixelsPerMm();
        const auto half = [&](double depth,
                              double penumbra) {  // somebody leans over: beyond a slanting line it is darker
            const double x = w * random.uniform(0.3, 0.7);
            const double lean = w * random.uniform(-0.2, 0.2);
            const int far = random.chance(0.5) ? m_options.size.width * 2 : -m_options.size.width;
            list.push_back(
                {depth,
                 penumbra,
                 {{cvRound(x), -99}, {far, -99}, {far, cvRound(h + 99)}, {cvRound(x + lean), cvRound(h + 99)}}});
        };
        if (m_options.effect == Effect::SoftShadow) {
            half(0.2 + 0.4 * m_options.strength, random.uniform(25, 70) * perMm);
        } else if (m_options.effect == Effect::HardShadow) {
            const double depth = 0.2 + 0.42 * m_options.strength;
            if (random.chance(0.5)) {
                half(depth, random.uniform(1, 5) * perMm);
            } else {  // an arm or the camera's own stand: a bar across
                const double y = h * random.uniform(0.2, 0.8);
                const double lean = h * random.uniform(-0.4, 0.4);
                const double thick = random.uniform(18, 60) * perMm;
                list.push_back({depth,
                                random.uniform(1, 5) * perMm,
                                {{-99, cvRound(y)},
                                 {cvRound(w + 99), cvRound(y + lean)},
                                 {cvRound(w + 99), cvRound(y + lean + thick)},
                                 {-99, cvRound(y + thick)}}});
            }
        } else if (random.chance(0.3)) {
            half(random.uniform(0.03, 0.12), 60 * perMm);
        }
        return list;
    }

    void light()
    {
        if (m_options.effect == Effect::LowLight) {
            m_scene.exposure = 0.42 - 0.24 * m_options.strength;
        } else if (m_options.effect == Effect::Overexposed) {
            m_scene.exposure = 1.12 + 0.38 * m_options.strength;
        }
        m_light.exposure *= m_scene.exposure;
        addLight(m_scene.frame, m_light, shades());
        if (m_options.effect == Effect::Glare && !m_scene.documents.empty()) {
            glare(m_random.fork(70));
        }
    }

    void glare(Random random)
    {
        const double perMm = m_camera.calibration().pixelsPerMm();
        const Corners &quad = m_scene.documents.front().quad;
        const int count = random.integer(1, 1 + static_cast<int>(3 * m_options.strength));
        const bool laminate = random.chance(0.4);
        const double streak = random.uniform(0, 180);
        for (int i = 0; i < count; ++i) {
            const double u = random.uniform(0.12, 0.88);
            const double v = random.uniform(0.12, 0.88);
            const cv::Point2d at = (quad[0] * (1 - u) + quad[1] * u) * (1 - v) + (quad[3] * (1 - u) + quad[2] * u) * v;
            const double size = (2 + 12 * m_options.strength) * random.uniform(0.6, 1.3) * perMm;
            if (laminate) {
                addGlare(m_scene.frame, m_washed,
                         {at, size * random.uniform(2, 4), size * 0.4, streak + random.uniform(-8, 8),
                          random.uniform(200, 420)});
            } else {
                addGlare(m_scene.frame, m_washed,
                         {at, size * random.uniform(0.8, 1.6), size, random.uniform(0, 180), random.uniform(230, 480)});
            }
        }
    }

    void blur()
    {
        const double perMm = m_camera.calibration().pixelsPerMm();
        Random random = m_random.fork(80);
        if (m_options.effect == Effect::Defocus) {
            m_scene.blurMm = defocus(m_scene.frame, (0.18 + 0.8 * m_options.strength) * perMm) / perMm;
        } else if (m_options.effect == Effect::Motion) {
            m_scene.blurMm = 0.6 + 3.4 * m_options.strength;
            const double turn = random.uniform(0, CV_PI);
            moveBlur(m_scene.frame, m_scene.blurMm * perMm * cv::Point2d(std::cos(turn), std::sin(turn)));
        }
    }

    void sensor(cv::Mat &frame, Random random, bool reference = false)
    {
        Sensor sensor;
        Random fixed = m_random.fork(90);
        // The lens does not get sharper with the number of pixels behind it.
        sensor.optics = fixed.uniform(0.45, 0.85) * std::max(1.0, 1 + 0.8 * std::log2(m_options.size.width / 1920.0));
        sensor.noise = fixed.uniform(0.9, 2.6);
        sensor.blotchy = fixed.chance(0.3);
        sensor.quality = fixed.chance(0.3) ? fixed.integer(72, 92) : 0;
        if (!reference) {
            if (m_options.effect == Effect::Noise) {
                sensor.noise = 4 + 12 * m_options.strength;
            } else if (m_options.effect == Effect::LowLight) {
                sensor.noise *= 1.6;
            } else if (m_options.effect == Effect::Compression) {
                sensor.quality = 46 - static_cast<int>(36 * m_options.strength);
            }
        }
        addSensor(frame, sensor, random);
    }

    void finishTruth()
    {
        for (std::size_t i = 0; i < m_scene.documents.size(); ++i) {
            SceneDocument &document = m_scene.documents[i];
            measureDefects(document, m_views[i], m_scene.cover, m_washed);
            if (document.cut) {
                document.flags.push_back(u"cut"_s);
            }
            judge(document.flags, document.doubtful, u"covered"_s, document.covered, coveredArea);
            judge(document.flags, document.doubtful, u"covered"_s, document.coveredSide, coveredSide);
            judge(document.flags, document.doubtful, u"glare"_s, document.washed, washedArea);
            judge(document.flags, document.doubtful, u"blur"_s, m_scene.blurMm,
                  m_options.effect == Effect::Motion ? moveMm : blurMm);
            if (m_scene.exposure > 1.2) {  // white paper washes out here and there
                judge(document.flags, document.doubtful, u"glare"_s, 0.5, {0.1, 2});
            }
            judge(document.flags, document.doubtful, u"dark"_s, 1 - m_scene.exposure, darkness);
        }
    }

    SceneOptions m_options;
    Random m_random;
    Camera m_camera;
    Light m_light;
    Plate m_plate;
    Scene m_scene;
    std::vector<Sheet::View> m_views;
    cv::Mat m_washed;
};

}  // namespace

QString nameOf(Effect effect)
{
    switch (effect) {
    case Effect::Clean:
        return u"clean"_s;
    case Effect::SoftShadow:
        return u"soft-shadow"_s;
    case Effect::HardShadow:
        return u"hard-shadow"_s;
    case Effect::Glare:
        return u"glare"_s;
    case Effect::Defocus:
        return u"defocus"_s;
    case Effect::Motion:
        return u"motion"_s;
    case Effect::Noise:
        return u"noise"_s;
    case Effect::Compression:
        return u"compression"_s;
    case Effect::LowLight:
        return u"low-light"_s;
    case Effect::Overexposed:
        return u"overexposed"_s;
    case Effect::Finger:
        return u"finger"_s;
    case Effect::Hand:
        return u"hand"_s;
    case Effect::Clutter:
        return u"clutter"_s;
    case Effect::Dirt:
        return u"dirt"_s;
    case Effect::Cut:
        return u"cut"_s;
    }
    return {};
}

const std::vector<Effect> &allEffects()
{
    static const std::vector<Effect> list = [] {
        std::vector<Effect> all;
        for (int i = 0; i <= static_cast<int>(Effect::Cut); ++i) {
            all.push_back(static_cast<Effect>(i));
        }
        return all;
    }();
    return list;
}

Scene makeScene(const SceneOptions &options)
{
    return Maker(options).made();
}

}  // namespace hall::scenes
