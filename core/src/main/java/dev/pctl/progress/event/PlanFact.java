package dev.pctl.progress.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is going to be built. */
public sealed interface PlanFact extends Fact {

    /**
     * A concretized graph, or a part of it. Several plans add up.
     *
     * @param nodes the packages, roots first as they were printed
     */
    record Planned(List<Node> nodes) implements PlanFact {
        public Planned {
            nodes = List.copyOf(Objects.requireNonNull(nodes, "nodes"));
        }
    }

    /**
     * One package of the plan.
     *
     * @param root whether the user asked for it
     * @param expected how it is expected to be installed, or null if that is open
     * @param dependencies ids of the packages it needs directly
     */
    record Node(
            PackageRef packageRef, boolean root, @Nullable InstallMethod expected, List<String> dependencies) {
        public Node {
            Objects.requireNonNull(packageRef, "packageRef");
            dependencies = List.copyOf(Objects.requireNonNull(dependencies, "dependencies"));
        }
    }
}
