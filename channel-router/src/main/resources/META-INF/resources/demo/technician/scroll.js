// SPDX-License-Identifier: Apache-2.0
// A list that follows its newest entry, unless the reader has scrolled up to read.

const NEAR_PX = 60;

export class Scroll {
  constructor(list) {
    this.list = list;
  }

  keep(change, always = false) {
    const { list } = this;
    const near = always || list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
    change();
    if (near) {
      list.scrollTop = list.scrollHeight;
    }
  }
}
