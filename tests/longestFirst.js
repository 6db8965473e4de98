const { default: Sequencer } = require("@jest/test-sequencer");

/** The files that start processes come first: otherwise one of them would run alone in the end. */
const isLong = ({ path }) => /[\\/]tests[\\/](program|package|cli|readme)|page|robustness|conformity/.test(path);

/** Jest knows how long each file takes only after its first run on a machine; until then it goes by size. */
module.exports = class LongestFirst extends Sequencer {
    sort(tests) {
        const sorted = super.sort(tests);
        const isTimed = sorted.every(({ duration }) => duration !== undefined);
        return isTimed ? sorted : [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
    }
};
