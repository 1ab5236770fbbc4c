/** A figure in Vue: the component is in slopes.vue, and the template compiler is told about the element in vite.config.ts. */
import 'secant/elements';
import { createApp } from 'vue';
import Slopes from './slopes.vue';

createApp(Slopes).mount('#app');
