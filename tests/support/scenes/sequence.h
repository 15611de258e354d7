// SPDX-License-Identifier: GPL-3.0-or-later
// Films of a plate: hands lay documents down, correct, turn and take them away. Every frame comes with what is true at
// that moment. Everything follows from the seed; frames are drawn one after another, on demand, by one thread.
#pragma once

#include "tests/support/scenes/scene.h"

namespace hall::scenes {

enum class Script
{
    LayOne,      // laid down, lies till the end
    LayCorrect,  // laid, lies a moment, pushed straight
    LayTurn,     // laid, then turned by a quarter or half
    LayRemove,   // laid, lies, taken away
    TwoPages,    // the second after the first was taken away
    Pair,        // two cards one beside the other
    HandStays,   // a hand lies on it till the end
    NeverStill,  // pushed to and fro without an end
    OnlyHands,   // hands come and go, no document
};
[[nodiscard]] QString nameOf(Script script);
[[nodiscard]] const std::vector<Script> &allScripts();

struct SequenceOptions
{
    std::uint64_t seed = 1;
    cv::Size size{1280, 720};
    int perSecond = 15;
    Background background = Background::Marked;
    Script script = Script::LayOne;
    std::vector<Kind> kinds{};  // empty: what suits the script
};

struct FrameTruth
{
    int ms = 0;           // since the first frame
    bool empty = true;    // no document in the picture, not even in part
    bool hand = false;    // some of a hand is in the picture
    bool moving = false;  // a document or hand has moved since the last frame
    std::optional<int>
        stillSince;  // ms since which no document moves and no hand is in the picture; only while one lies
    std::vector<SceneDocument>
        documents;  // those in the picture, where they are at `ms`; only pixels of the whole exposure
};

class Sequence
{
public:
    explicit Sequence(const SequenceOptions &options);

    struct Frame
    {
        cv::Mat bgr;
        FrameTruth truth;
    };
    // Nothing when the film is over.
    [[nodiscard]] std::optional<Frame> next();
    void restart() { m_index = 0; }

    [[nodiscard]] int frames() const { return m_frames; }
    [[nodiscard]] const cv::Mat &emptyReference() const { return m_reference; }
    [[nodiscard]] const Calibration &calibration() const { return m_camera.calibration(); }
    // What a frame at this index would say, without its pixels (no covered, washed).
    [[nodiscard]] FrameTruth truthAt(int index) const;

private:
    struct Key
    {
        double at = 0;  // seconds
        Pose pose;
        bool shown = false;  // from here to the next key
    };
    struct Actor
    {
        std::vector<Key> keys;
        [[nodiscard]] std::optional<Pose> poseAt(double seconds) const;
    };
    class Director;

    [[nodiscard]] bool visible(const Sheet &sheet) const;
    void compose(cv::Mat &bgr, cv::Mat &cover, double seconds, std::vector<Sheet::View> &views);

    SequenceOptions m_options;
    Random m_random;
    Camera m_camera;
    Light m_light;
    PlateMap m_map;
    cv::Mat m_plate;
    cv::Mat m_reference;
    std::vector<std::shared_ptr<const Document>> m_documents;
    std::vector<Sheet> m_sheets;
    std::vector<Actor> m_actors;  // one a document, and the hand last
    Sprite m_hand;
    std::vector<cv::Point2f> m_handOutline;
    double m_shutter = 0.025;  // seconds
    int m_frames = 0;
    int m_index = 0;
};

}  // namespace hall::scenes
