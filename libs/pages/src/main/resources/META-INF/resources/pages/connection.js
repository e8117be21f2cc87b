// SPDX-License-Identifier: Apache-2.0
// Does the service answer? "change" when that changed; the shell shows it.

class Connection extends EventTarget {
  lost = false;

  works() {
    this.tell(false);
  }

  fails() {
    this.tell(true);
  }

  tell(lost) {
    if (this.lost !== lost) {
      this.lost = lost;
      this.dispatchEvent(new Event("change"));
    }
  }
}

export const connection = new Connection();
addEventListener("offline", () => connection.fails());
