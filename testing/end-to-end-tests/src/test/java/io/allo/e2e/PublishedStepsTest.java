// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.testkit.infra.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents tell an operator to do is there, and does what they say. */
class PublishedStepsTest {
    private static final Path ROOT = ProjectRoot.find();
    private static final Pattern SANDBOX = Pattern.compile("(?s)\\*Sandbox\\*:(.*?)\n\n");
    private static final Pattern HOOK = Pattern.compile("(?s)<<'HOOK'\n(.*?)\nHOOK\n");
    private static final Pattern WEBHOOK = Pattern.compile("https://voice\\.example\\.com(/\\S*?)`");

    private static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    @Test
    @DisplayName(
            "E30: the webhook of Twilio's sandbox is documented, by the path that the router serves, with its number as an address")
    void sandbox() throws IOException {
        Matcher found = SANDBOX.matcher(text("docs/messaging.md"));
        assertThat(found.find()).isTrue();
        String steps = found.group(1);
        assertThat(steps).contains("When a message comes in", "POST", "join <two words>", "+14155238886");

        Matcher url = WEBHOOK.matcher(steps);
        assertThat(url.find()).isTrue();
        String resource = text("channel-router/src/main/java/io/allo/router/whatsapp/WhatsAppResource.java");
        assertThat(url.group(1)).isEqualTo("/api/whatsapp/webhook");
        assertThat(resource).contains("@Path(\"/api/whatsapp\")", "@Path(\"/webhook\")");
        assertThat(text("dev-launcher/src/main/resources/demo/account.json")).contains("+14155238886");
    }

    @Test
    @DisplayName(
            "E55: branches are documented, and a push to stable deploys: it checks out, keeps a backup branch and starts what changed")
    void onePush(@TempDir Path host) throws IOException, InterruptedException {
        String readme = text("deploy/README.md");
        assertThat(readme).contains("| `main` |", "| `stable` |", "| `backup/<date>` |", "git push host main:stable");
        Matcher hook = HOOK.matcher(readme);
        assertThat(hook.find()).isTrue();

        Path work = Files.createDirectory(host.resolve("allo"));
        Path done = host.resolve("done");
        run(host, "git init -q --bare allo.git && git init -q -b main clone");
        Path script = Files.writeString(host.resolve("allo.git/hooks/post-receive"), hook.group(1) + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        // Neither Maven nor Docker run here: what they are called with is noted.
        Path programs = Files.createDirectory(host.resolve("bin"));
        for (String program : new String[] {"mvn", "docker"}) {
            Path fake = Files.writeString(
                    programs.resolve(program), "#!/bin/sh\necho \"" + program + " $*\" >> " + done + "\n");
            assertThat(fake.toFile().setExecutable(true)).isTrue();
        }
        String commit = "cd clone && date +%N > file && git add file"
                + " && git -c user.name=t -c user.email=t@example.org commit -q -m change";
        run(host, commit + " && git push -q ../allo.git main:stable");
        String first = Files.readString(work.resolve("file"));
        assertThat(Files.readString(done)).contains("mvn -q -B", "package", "docker compose", "up -d --build");

        run(host, commit + " && git push -q ../allo.git main:stable");
        assertThat(Files.readString(work.resolve("file"))).isNotEqualTo(first);
        run(
                host,
                "cd clone && git fetch -q ../allo.git 'refs/heads/backup/*:refs/remotes/host/backup/*'"
                        + " && git push -q -f ../allo.git $(git for-each-ref --format='%(refname)' refs/remotes/host/backup):refs/heads/stable");
        assertThat(Files.readString(work.resolve("file")))
                .as("what ran before runs again")
                .isEqualTo(first);
        run(host, "cd clone && git push -q ../allo.git main:refs/heads/anything");
        assertThat(Files.readString(work.resolve("file")))
                .as("no other branch deploys")
                .isEqualTo(first);
    }

    private static void run(Path folder, String command) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("HOME", folder.toString());
        shell.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        shell.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        Process running = shell.start();
        String said = new String(running.getInputStream().readAllBytes(), UTF_8);
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(said).isZero();
    }
}
